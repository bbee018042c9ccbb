import { createHash } from 'node:crypto';
import type { BackendDefinition, EntryAbout } from '@enginehouse/contracts';
import { canonicalJson } from './canonical-json.js';

/**
 * SHA-256 in hex over what an entry says, whatever the order of its fields. Its icon counts as its author wrote it: how
 * the picture is made anew may change with every release, and must not make the entry look changed.
 */
export const contentHashOf = (definition: BackendDefinition, about: EntryAbout): string =>
  createHash('sha256').update(canonicalJson({ definition, about })).digest('hex');
