import type { EntryAbout, OfferedEntry } from '@enginehouse/contracts';
import { backendInYaml, printYaml } from '@enginehouse/backend-spec/yaml';
import { indexFormat } from './index-format.js';

/** Prints entries as our own index, in YAML; reading it gives the same entries. */
export function printIndex(entries: readonly Pick<OfferedEntry, 'definition' | 'about'>[]): string {
  return printYaml(
    new Map<string, unknown>([
      ['format', indexFormat],
      ['entries', entries.map(entryInYaml)],
    ]),
  );
}

function entryInYaml({ definition, about }: Pick<OfferedEntry, 'definition' | 'about'>): ReadonlyMap<string, unknown> {
  const { icon, ...backend } = definition;
  const fields: (readonly [string, unknown])[] = [
    ['backend', backendInYaml(backend)],
    ['icon', icon],
    ...Object.entries(aboutInYaml(about)),
  ];
  return new Map(fields.filter(([, value]) => value !== undefined));
}

function aboutInYaml({ links, changelog, minimum_versions, ...texts }: EntryAbout): Readonly<Record<string, unknown>> {
  return {
    ...texts,
    links: links.length > 0 ? links : undefined,
    minimum_versions: Object.keys(minimum_versions).length > 0 ? new Map(Object.entries(minimum_versions)) : undefined,
    changelog: changelog.length > 0 ? changelog : undefined,
  };
}
