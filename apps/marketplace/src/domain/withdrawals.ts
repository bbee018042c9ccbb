import type { EntryWarning } from '@enginehouse/contracts';

interface Named {
  readonly name: string;
}

/** Of fewer entries than this, nobody is told that most are gone: one of two is most of them. */
const fewest = 4;

/** What a report says where more than half of what a source offered is gone at once; it is taken all the same. */
export function manyWithdrawn(before: readonly Named[], now: readonly Named[]): EntryWarning | undefined {
  const offered = new Set(now.map(({ name }) => name.toLowerCase()));
  const gone = before.filter(({ name }) => !offered.has(name.toLowerCase())).length;
  if (before.length < fewest || gone * 2 <= before.length) return undefined;
  const detail = `${gone} of the ${before.length} entries that it offered before are gone. Where that is not meant, ask its publisher; what is enabled of them stays as it is.`;
  return { name: null, code: 'many-withdrawn', detail };
}
