import { useSyncExternalStore } from 'react';

/** Datasets that this browser has put side by side: their ids, at most four. */
const key = 'datasan.compare';
export const most = 4;
const listeners = new Set<() => void>();

function read(): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

export function useCompared(): { ids: string[]; toggle(id: string): void; clear(): void } {
  const stored = useSyncExternalStore((listen) => {
    listeners.add(listen);
    return () => listeners.delete(listen);
  }, read);
  const ids = stored.split(',').filter((id) => /^ds_[0-9a-z]{26}$/.test(id));
  const write = (next: readonly string[]) => {
    try {
      localStorage.setItem(key, next.join(','));
    } catch {
      // A browser that keeps nothing compares by the address alone.
    }
    for (const listen of listeners) listen();
  };
  return {
    ids,
    toggle: (id) => write(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id].slice(-most)),
    clear: () => write([]),
  };
}
