import type { PlanDocument } from '@enginehouse/contracts';

/** A document and its place among all that are planned. */
export interface PlacedDocument {
  readonly index: number;
  readonly document: PlanDocument;
}

const mostDocuments = 20;
/** Of documents whose images registries are asked about first. */
const mostLocked = 4;
/** Far below what one message may hold, for the names of what was planned before travel along. */
const mostBytes = 256 * 1024;

/** Divides documents, in their order, into what single requests can carry. One that is larger goes alone. */
export function chunksOf(documents: readonly PlacedDocument[], lock: boolean): readonly (readonly PlacedDocument[])[] {
  const most = lock ? mostLocked : mostDocuments;
  const chunks: PlacedDocument[][] = [];
  let bytes = 0;
  for (const each of documents) {
    const more = Buffer.byteLength(JSON.stringify(each.document));
    const open = chunks.at(-1);
    if (open && open.length < most && bytes + more <= mostBytes) {
      open.push(each);
      bytes += more;
    } else {
      chunks.push([each]);
      bytes = more;
    }
  }
  return chunks;
}
