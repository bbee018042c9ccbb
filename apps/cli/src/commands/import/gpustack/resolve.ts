import { builtInBackendNamed, pseudoBackend } from '@enginehouse/backend-spec';
import { nameList, problemOf, type BackendView, type EntrySummary, type Problem } from '@enginehouse/contracts';
import type { Contribution } from './contribution.js';
import { additions, customBackend } from './convert.js';
import type { ExportKind, ImportedBackend, ImportWarning } from './import-report.js';
import { kindOf } from './kind-of.js';
import { pickVersions } from './pick-versions.js';
import type { ExportedBackend } from './read-export.js';
import type { Targets } from './read-targets.js';
import { isFalse, mapOf, textOf } from './values.js';

/** What becomes of a backend: something to import, or an end of it. */
export type Resolved =
  | { readonly kind: 'import'; readonly contribution: Contribution }
  | { readonly kind: 'end'; readonly backend: ImportedBackend };

/** Decides what becomes of one backend of an export. */
export function resolve(backend: ExportedBackend, targets: Targets): Resolved {
  const kind = kindOf(backend);
  const about: About = { name: textOf(backend.fields, 'backend_name'), kind, source: backend.source };
  if (about.name === '') return refused(about, nameless);
  switch (kind) {
    case 'built_in':
      return builtIn(backend, about, targets);
    case 'community':
      return community(backend, about, targets);
    case 'custom':
      return own(backend, about);
  }
}

type About = Pick<ImportedBackend, 'name' | 'kind' | 'source'>;

const nameless = problemOf('invalid-definition', 'It has no name.', {
  errors: [{ code: 'required', path: ['backend_name'], detail: 'backend_name is needed here.' }],
});

function builtIn(backend: ExportedBackend, about: About, { backends }: Targets): Resolved {
  const name = builtInBackendNamed(about.name) ?? about.name;
  if (name === pseudoBackend) return skipped(about, 'it stands for images that deployments name themselves, here too');
  const target = backends.get(name.toLowerCase());
  if (!target) return refused(about, problemOf('backend-not-found', `There is no backend ${name} here.`));
  return added(backend, about, target);
}

function community(backend: ExportedBackend, about: About, targets: Targets): Resolved {
  if (isFalse(backend.fields, 'enabled')) return skipped(about, 'it is offered by GPUStack, and was not enabled there');
  const name = about.name.toLowerCase();
  const target = targets.backends.get(name);
  if (target?.source === 'community') return added(backend, about, target);
  const offered = targets.offered.get(name) ?? [];
  return offered.length > 0 ? toEnable(backend, about, offered) : own(backend, about);
}

function own(backend: ExportedBackend, about: About): Resolved {
  if (about.kind === 'community' && mapOf(backend.fields, 'version_configs').size === 0) {
    return skipped(about, 'GPUStack lists it without its versions; take the answer without community=true');
  }
  const contribution = customBackend(backend, about.kind);
  return contribution.ok ? { kind: 'import', contribution: contribution.value } : refused(about, contribution.error);
}

/** Into what is here already, where there is anything to add. */
function added(backend: ExportedBackend, about: About, target: BackendView): Resolved {
  const made = additions(backend, about.kind, target.definition);
  if (!made.ok) return refused(about, made.error);
  const { versions, fields, warnings } = made.value;
  const nothing = versions.length === 0 && Object.keys(fields).length === 0;
  if (nothing) return skipped(about, 'it is here, and there is nothing of your own in it', warnings);
  return { kind: 'import', contribution: made.value };
}

function toEnable(backend: ExportedBackend, about: About, offered: readonly EntrySummary[]): Resolved {
  const commands = offered.map(({ source, name }) =>
    offered.length === 1 ? `enginehouse market enable ${name}` : `enginehouse market enable ${source}/${name}`,
  );
  const picked = pickVersions(backend, 'community');
  const ownVersions = [...picked.configs.keys()];
  const again =
    ownVersions.length === 0 ? '' : `; then import again, and your ${nameList(ownVersions)} are added to it`;
  const reason = `the marketplace offers it: enable it there${again}`;
  const warnings = notOffered(picked.shipped, offered);
  return { kind: 'end', backend: { ...about, outcome: 'enable', commands, reason, warnings } };
}

function notOffered(shipped: readonly string[], offered: readonly EntrySummary[]): readonly ImportWarning[] {
  const there = new Set(offered.flatMap(({ versions }) => versions));
  const missing = shipped.filter((version) => !there.has(version));
  if (missing.length === 0) return [];
  const detail = `The marketplace does not offer the versions ${nameList(missing)}.`;
  return [{ code: 'versions-not-offered', path: ['version_configs'], detail }];
}

const skipped = (about: About, reason: string, warnings: readonly ImportWarning[] = []): Resolved => ({
  kind: 'end',
  backend: { ...about, outcome: 'skip', reason, warnings },
});

const refused = (about: About, problem: Problem): Resolved => ({
  kind: 'end',
  backend: { ...about, outcome: 'refused', problem, warnings: [] },
});

/** How a kind is called in a sentence. */
export const kindText: Readonly<Record<ExportKind, string>> = {
  built_in: 'built-in',
  community: 'community',
  custom: 'custom',
};
