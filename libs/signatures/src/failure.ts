/** Why a key, a signature or a set of files is not taken. `detail` never holds a secret. */
export interface SignatureFailure {
  readonly code:
    | 'malformed-key'
    | 'malformed-signature'
    | 'malformed-checksums'
    | 'unknown-key'
    | 'wrong-signature'
    | 'wrong-files'
    | 'wrong-password'
    | 'not-possible';
  readonly detail: string;
}
