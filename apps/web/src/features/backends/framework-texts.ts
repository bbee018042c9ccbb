import { frameworkLabel, type FrameworkLabel } from '@enginehouse/backend-spec';
import type { BackendSummary, FrameworkVersions } from '@enginehouse/contracts';

/** More names of one framework than these are counted instead. */
const mostNames = 60;

type Card = Pick<BackendSummary, 'frameworks' | 'frameworkVersions' | 'defaultVersion'>;

/** What a backend runs on, with the versions on offer where they are known. */
export const frameworksOn = ({ frameworks, frameworkVersions }: Card): readonly FrameworkVersions[] =>
  frameworkVersions ?? frameworks.map((framework) => ({ framework, versions: [] }));

/** What the chip of each framework says. */
export const chipsOf = (card: Card): readonly FrameworkLabel[] =>
  frameworksOn(card).map((each) => frameworkLabel(each, card.defaultVersion));

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
