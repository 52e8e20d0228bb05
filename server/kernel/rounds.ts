type Waiting<T, R> = { item: T; done: (result: R) => void; failed: (error: unknown) => void };

/**
 * Does together what is asked at the same time: while a round of a key runs, whatever else is asked under the key gathers
 * for the next one. Nobody waits for more than the running round and its own. `work` gives one result for each item, in
 * their order; when it throws, all of its round are told so. Other keys do not wait.
 */
export function inRounds<T, R>(work: (items: T[]) => Promise<R[]>, most = 200): (key: string, item: T) => Promise<R> {
  /** A key has an entry while a round of it runs. */
  const gathered = new Map<string, Waiting<T, R>[]>();

  async function round(asked: Waiting<T, R>[]): Promise<void> {
    try {
      const results = await work(asked.map(({ item }) => item));
      if (results.length !== asked.length) throw new Error('A round gave another number of results than it was asked.');
      for (const [at, { done }] of asked.entries()) done(results[at] as R);
    } catch (error) {
      for (const { failed } of asked) failed(error);
    }
  }
  async function run(key: string, first: Waiting<T, R>, next: Waiting<T, R>[]): Promise<void> {
    for (let asked = [first]; asked.length > 0; asked = next.splice(0, most)) await round(asked);
    gathered.delete(key);
  }

  return (key, item) =>
    new Promise((done, failed) => {
      const next = gathered.get(key);
      if (next) {
        next.push({ item, done, failed });
        return;
      }
      const fresh: Waiting<T, R>[] = [];
      gathered.set(key, fresh);
      void run(key, { item, done, failed }, fresh);
    });
}
