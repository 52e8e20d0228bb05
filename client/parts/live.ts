import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { OperationId } from '../../contracts/api';
import { type Arguments, prepare } from '../../contracts/calls';
import { keyOf } from '../api';

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
    const source = new EventSource(path);
    source.onmessage = (event) => queries.setQueryData(keyOf(shown, given), JSON.parse(event.data));
    // The server ends the stream when nothing more will come; the last state is read once more.
    source.onerror = () => {
      source.close();
      void queries.invalidateQueries();
    };
    return () => source.close();
  }, [path, active, queries]);
}
