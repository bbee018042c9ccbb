import { problemOf, type NamedBackend, type Problem } from '@enginehouse/contracts';

/** The names that documents describe, each once. They differ by more than case. */
export class TakenNames {
  private readonly sources = new Map<string, string>();

  constructor(named: readonly NamedBackend[]) {
    named.forEach(({ name, source }) => this.take(name, source));
  }

  has(name: string): boolean {
    return this.sources.has(name.toLowerCase());
  }

  /** Why a document cannot describe a backend; undefined where it is the first that does. */
  take(name: string, source: string): Problem | undefined {
    const key = name.toLowerCase();
    const first = this.sources.get(key);
    if (first !== undefined) return describedTwice(name, first);
    if (name !== '') this.sources.set(key, source);
    return undefined;
  }
}

const describedTwice = (name: string, first: string): Problem =>
  problemOf(
    'name-taken',
    `${first === '' ? 'An earlier document' : first} describes ${JSON.stringify(name)} already.`,
    {
      hint: 'A set of documents describes each backend once: keep one of the two.',
    },
  );
