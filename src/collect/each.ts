/**
 * Runs `work` over the items, at most `concurrency` at a time, and gives the results as they come. The first error ends
 * the iteration after the work under way has settled.
 */
export async function* each<A, B>(
  items: Iterable<A> | AsyncIterable<A>,
  work: (item: A) => Promise<B>,
  concurrency = 8,
): AsyncGenerator<B> {
  const running = new Set<Promise<{ readonly own: Promise<unknown>; readonly value: B }>>();
  const settle = async (): Promise<B> => {
    const done = await Promise.race(running);
    running.delete(done.own as never);
    return done.value;
  };
  try {
    for await (const item of items) {
      const own: Promise<{ readonly own: Promise<unknown>; readonly value: B }> = work(item).then((value) => ({
        own,
        value,
      }));
      running.add(own);
      if (running.size >= concurrency) yield await settle();
    }
    while (running.size > 0) yield await settle();
  } finally {
    await Promise.allSettled(running);
  }
}
