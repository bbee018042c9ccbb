import type { BackendView } from '@enginehouse/contracts';
import { draftOf, newVersion, type Draft } from './draft.js';

/** How editing a backend begins: as it is saved, or with a version more, which takes from the backend what it leaves empty. */
export function startOf(
  { definition }: Pick<BackendView, 'definition'>,
  adds: boolean,
): { readonly draft: Draft; readonly opened: readonly string[] } {
  const draft = draftOf(definition);
  if (!adds || definition.backend_name === 'Custom') return { draft, opened: [] };
  const added = newVersion();
  return { draft: { ...draft, versions: [...draft.versions, added] }, opened: [added.id] };
}
