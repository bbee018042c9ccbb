import { versionsByFramework } from '@enginehouse/backend-spec';
import type { BackendSummary, BackendView } from '@enginehouse/contracts';
import type { MadeBackend } from '../ports.js';
import type { BackendRow } from './backend-row.js';

/** A row as `GetBackend` answers it. */
export function viewOf(row: Omit<BackendRow, 'nameKey' | 'version' | 'frameworks' | 'searchText'>): BackendView {
  const { name, source, revision, definition, createdAt, updatedAt, updatedBy, applySet } = row;
  const view = { name, source, revision, definition, createdAt, updatedAt, updatedBy };
  return applySet === null ? view : { ...view, applySet };
}

/** A row as one of those that a set of documents made. */
export const madeOf = ({ name, source, revision }: BackendRow): MadeBackend => ({ name, source, revision });

/** A row as the card in a list. What it says is what `cardShape` numbers: a change of the one is a change of the other. */
export function summaryOf(row: BackendRow): BackendSummary {
  const { definition: _whole, ...view } = viewOf(row);
  const { description, default_version: defaultVersion, icon, versions } = row.definition;
  return {
    ...view,
    ...(description === undefined ? {} : { description }),
    ...(defaultVersion === undefined ? {} : { defaultVersion }),
    frameworks: [...row.frameworks],
    versions: versions.map((version) => version.name),
    frameworkVersions: versionsByFramework(row.definition),
    hasIcon: icon !== undefined,
  };
}
