/** Groups what is there already, at most `size` of it; waits for the first of a batch only. */
export async function* batchesOf<T>(source: AsyncGenerator<T>, size: number): AsyncGenerator<readonly T[]> {
  let pending = source.next();
  try {
    for (;;) {
      const first = await pending;
      if (first.done) {
        return;
      }
      const batch = [first.value];
      pending = source.next();
      let isOver = false;
      for (let next = await soon(pending); next !== 'later' && batch.length < size; next = await soon(pending)) {
        if (next.done) {
          isOver = true;
          break;
        }
        batch.push(next.value);
        pending = source.next();
      }
      yield batch;
      if (isOver) {
        return;
      }
    }
  } finally {
    // A failure of the source was told by the batch before, or nobody waits for it any more.
    pending.catch(() => undefined);
    void source.return(undefined).catch(() => undefined);
  }
}

/** The next one if it is there without waiting. A failure is left for the next batch. */
const soon = <T>(next: Promise<IteratorResult<T>>): Promise<IteratorResult<T> | 'later'> =>
  Promise.race([next.catch(() => 'later' as const), new Promise<'later'>((resolve) => setImmediate(resolve, 'later'))]);
