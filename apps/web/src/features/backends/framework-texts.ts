import { leadingVersion } from '@enginehouse/backend-spec';
import type { BackendSummary, FrameworkVersions } from '@enginehouse/contracts';

/** More names of one framework than these are counted instead. */
const mostNames = 60;

/** What the chip of a framework says: the version that stands for it, and how many more there are. */
export interface FrameworkChip {
  readonly framework: string;
  /** Not known where the catalog is of a release that does not tell. */
  readonly version: string | undefined;
  readonly more: number;
}

type Card = Pick<BackendSummary, 'frameworks' | 'frameworkVersions' | 'defaultVersion'>;

/** What a backend runs on, with the versions on offer where they are known. */
export const frameworksOn = ({ frameworks, frameworkVersions }: Card): readonly FrameworkVersions[] =>
  frameworkVersions ?? frameworks.map((framework) => ({ framework, versions: [] }));

/** A chip for each framework. */
export const chipsOf = (card: Card): readonly FrameworkChip[] =>
  frameworksOn(card).map((each) => ({
    framework: each.framework,
    version: leadingVersion(each, card.defaultVersion),
    more: Math.max(0, each.versions.length - 1),
  }));

/** A chip as one text. */
export const chipText = ({ framework, version, more }: FrameworkChip): string =>
  [framework, ...(version === undefined ? [] : [version]), ...(more > 0 ? [`+${more}`] : [])].join(' ');

/** The words around names of versions. */
export interface VersionWords {
  readonly isDefault: (version: string) => string;
  readonly more: (count: number) => string;
}

/** All versions of a framework in one line, latest first. */
export function versionsLine({ versions }: FrameworkVersions, defaultVersion: string | undefined, words: VersionWords) {
  const named = versions.slice(0, mostNames).map((name) => (name === defaultVersion ? words.isDefault(name) : name));
  const rest = versions.length - named.length;
  return [...named, ...(rest > 0 ? [words.more(rest)] : [])].join(', ');
}
