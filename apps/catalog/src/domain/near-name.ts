import { closest } from '@enginehouse/backend-spec';

const suffix = /-custom$/i;

/** The backend that a name which no backend has most likely meant: a typing mistake, or the suffix was forgotten. */
export function nearName(name: string, names: readonly string[]): string | undefined {
  const byStem = new Map(names.map((each) => [stemOf(each), each]));
  const near = closest(stemOf(name), byStem.keys());
  return near === undefined ? undefined : byStem.get(near);
}

const stemOf = (name: string): string => name.toLowerCase().replace(suffix, '');
