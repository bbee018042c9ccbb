/** The values of several sources in the order they come; ends when the first of them ends. */
export async function* merge<T>(sources: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  const ask = (source: AsyncGenerator<T>) => source.next().then((result) => ({ source, result }));
  const pending = new Map(sources.map((source) => [source, ask(source)]));
  try {
    while (pending.size > 0) {
      const { source, result } = await Promise.race(pending.values());
      if (result.done) {
        return;
      }
      yield result.value;
      pending.set(source, ask(source));
    }
  } finally {
    // Not awaited: a source may be waiting for something, and ends by its signal.
    sources.forEach((source) => void source.return(undefined));
  }
}
