import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState } from 'react';
import { call } from '../api';
import { useT, useTitle } from '../i18n';

/** The search field of the catalogue; what is typed is completed by a list of the browser. */
export function SearchField({ typed }: { typed: string }) {
  const t = useT();
  const title = useTitle();
  const list = useId();
  const [text, setText] = useState(typed);
  const q = useDeferredValue(text.trim().slice(0, 200));
  const suggestions = useQuery({
    queryKey: ['suggest', q],
    queryFn: () => call('suggest', { query: { q } }),
    enabled: q.length >= 2 && q !== typed,
    staleTime: 60_000,
  });
  const { phrases = [], datasets = [] } = suggestions.data ?? {};
  return (
    <>
      <input
        className="input"
        type="search"
        name="q"
        list={list}
        autoComplete="off"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-label={t({ vi: 'Tìm bộ dữ liệu', en: 'Search datasets' })}
        placeholder={t({
          vi: 'Tìm theo tên, cột, bên bán – có dấu hoặc không dấu',
          en: 'Search titles, columns, providers, with or without marks',
        })}
      />
      <datalist id={list}>
        {[...phrases, ...datasets.map((one) => title(one))].map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
