import type { ApplyPlan } from '@enginehouse/contracts';
import type { Document } from '../../../documents.js';
import { combine } from './combine.js';
import type { Contribution } from './contribution.js';
import type { ImportedBackend } from './import-report.js';
import type { ExportedBackend } from './read-export.js';
import type { Targets } from './read-targets.js';
import { resolve } from './resolve.js';

/** An import before the server has planned it. */
export interface MadeImport {
  readonly backends: readonly ImportedBackend[];
  readonly documents: readonly Document[];
}

/** Makes documents of an export, as the server plans and applies them. */
export function makeImport(exported: readonly ExportedBackend[], targets: Targets): MadeImport {
  const resolved = exported.map((backend) => resolve(backend, targets));
  const ended = resolved.flatMap((each) => (each.kind === 'end' ? [each.backend] : []));
  const contributions = resolved.flatMap((each) => (each.kind === 'import' ? [each.contribution] : []));
  const made = [...groupsOf(contributions).values()].map((group) => makeOne(group, targets));
  return {
    backends: [...made.flatMap(({ backends }) => backends), ...ended],
    documents: made.flatMap(({ documents }) => documents),
  };
}

/** Names here clash in any case. */
function groupsOf(contributions: readonly Contribution[]): ReadonlyMap<string, readonly Contribution[]> {
  const groups = new Map<string, Contribution[]>();
  for (const contribution of contributions) {
    const name = contribution.to.toLowerCase();
    groups.set(name, [...(groups.get(name) ?? []), contribution]);
  }
  return groups;
}

function makeOne(group: readonly Contribution[], { backends }: Targets): MadeImport {
  const current = backends.get(group[0]?.to.toLowerCase() ?? '');
  const combined = combine(group, current?.definition);
  if (!combined.ok) {
    const problem = combined.error;
    return { documents: [], backends: group.map((each) => ({ ...aboutOf(each), outcome: 'refused', problem })) };
  }
  const { definition, contributions } = combined.value;
  const name = definition.backend_name;
  return {
    documents: [
      {
        source: contributions[0]?.source ?? '',
        line: 1,
        type: 'application/json',
        content: JSON.stringify(definition),
        name,
      },
    ],
    backends: contributions.map((each) => ({ ...aboutOf(each), outcome: 'import', to: name })),
  };
}

function aboutOf({ name, kind, source, renamed, warnings }: Contribution): Omit<ImportedBackend, 'outcome'> {
  const named = Object.keys(renamed).length > 0 ? { renamedVersions: renamed } : {};
  return { name, kind, source, warnings, ...named };
}

/** What the server refuses of a plan becomes what is refused of the import. */
export function withRefusals(backends: readonly ImportedBackend[], { items }: ApplyPlan): readonly ImportedBackend[] {
  const problems = new Map(
    items.flatMap(({ name, problem }) => (problem ? [[name.toLowerCase(), problem] as const] : [])),
  );
  return backends.map((backend) => {
    const problem = backend.outcome === 'import' ? problems.get(backend.to?.toLowerCase() ?? '') : undefined;
    return problem ? { ...backend, outcome: 'refused', problem } : backend;
  });
}
