/**
 * Turns at something scarce: at most `places` at once, and organisations that wait are served in rotation, so that one with
 * many questions does not keep the others waiting.
 */
export function createTurns(places: number) {
  const waiting = new Map<string, (() => void)[]>();
  let free = places;

  function next(): void {
    const [first] = waiting;
    if (free === 0 || !first) return;
    const [who, line] = first;
    const start = line.shift();
    waiting.delete(who);
    // Behind the others: its next one comes when each of them has had one.
    if (line.length > 0) waiting.set(who, line);
    free -= 1;
    start?.();
  }

  return {
    async take<T>(who: string, work: () => Promise<T>): Promise<T> {
      await new Promise<void>((resolve) => {
        waiting.set(who, [...(waiting.get(who) ?? []), resolve]);
        next();
      });
      try {
        return await work();
      } finally {
        free += 1;
        next();
      }
    },
  };
}

export type Turns = ReturnType<typeof createTurns>;
