const words = ['cpuFallback', 'replicas', 'load'] as const;

/** One part of a score. `word` names the text that says what it is about; a strategy of a newer scheduler may have others. */
export interface Term {
  readonly name: string;
  readonly word: (typeof words)[number] | undefined;
  readonly value: number;
}

/** The parts of a score that count for something, in the order in which they outweigh each other. */
export const termsOf = (terms: Readonly<Record<string, number>>): readonly Term[] =>
  Object.entries(terms)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => ({ name, word: words.find((each) => each === name), value }))
    .toSorted((one, other) => rank(one) - rank(other));

const rank = ({ word }: Term): number => (word === undefined ? words.length : words.indexOf(word));
