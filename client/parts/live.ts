import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { OperationId } from '../../contracts/api';
import { type Arguments, prepare } from '../../contracts/calls';
import { keyOf } from '../api';

type Seen = { state: string; timeline?: readonly unknown[] };

/** Keeps what `shown` reads up to date from a stream of server-sent events, while `active`. */
export function useLive<W extends OperationId, S extends OperationId>(
  watch: W,
  shown: S,
  given: Arguments<W> & Arguments<S>,
  active: boolean,
): void {
  const queries = useQueryClient();
  const path = prepare(watch, given).path;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path says all that `given` does
  useEffect(() => {
    if (!active) return;
    let source: EventSource;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource(path);
      source.onmessage = (event) => {
        const before = queries.getQueryData<Seen>(keyOf(shown, given));
        const now = JSON.parse(event.data) as Seen;
        queries.setQueryData(keyOf(shown, given), now);
        // A new state or event changes what stands beside it: files, payments, receipt.
        if (before?.state !== now.state || before.timeline?.length !== now.timeline?.length)
          void queries.invalidateQueries();
      };
      // The server ends the stream when nothing more will come, or it went away: the state is read once more, and the
      // stream is opened again as long as there is something to wait for.
      source.onerror = () => {
        source.close();
        void queries.invalidateQueries();
        again = setTimeout(open, 2_000);
      };
    };
    open();
    return () => {
      clearTimeout(again);
      source.close();
    };
  }, [path, active, queries]);
}
