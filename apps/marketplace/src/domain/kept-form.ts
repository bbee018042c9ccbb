import type { CurrentSnapshot } from './source.js';

/** Where the form of an entry that is offered now was read. */
export type FormOrigin = Pick<CurrentSnapshot, 'digest' | 'address' | 'upstreamRef' | 'signedBy' | 'syncedAt'>;

/** An entry that is offered on in its last valid form: why the newest was rejected, and where the valid one was read. */
export interface KeptForm {
  readonly reason: string;
  readonly from: FormOrigin;
}

/** The part of a snapshot that says where its entries were read. */
export const originOf = ({ digest, address, upstreamRef, signedBy, syncedAt }: FormOrigin): FormOrigin => ({
  digest,
  address,
  upstreamRef,
  signedBy,
  syncedAt,
});
