import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { OperationId } from '../../contracts/api';
import type { Answer, Arguments } from '../../contracts/calls';
import type { Page } from '../../contracts/common';
import { asProblem, call } from '../api';
import { useT } from '../i18n';
import { Button, Problem } from '../ui/parts';

type Paged = { [I in OperationId]: Answer<I> extends Page<unknown> ? I : never }[OperationId];
type Item<I extends Paged> = Answer<I> extends Page<infer V> ? V : never;

/** A list that grows page by page by its cursor. `children` draws what has come so far. */
export function More<I extends Paged>({
  id,
  given,
  empty,
  children,
}: {
  id: I;
  given: Arguments<I>;
  empty: ReactNode;
  children: (items: Item<I>[], first: Answer<I>) => ReactNode;
}) {
  const t = useT();
  const list = useInfiniteQuery({
    queryKey: [id, given, 'pages'],
    queryFn: ({ pageParam }) => {
      const { query } = given as { query?: object };
      const cursor = pageParam === '' ? {} : { cursor: pageParam };
      return call(id, { ...given, query: { ...query, ...cursor } } as Arguments<I>);
    },
    // While another choice is being read, what was there stays in sight.
    placeholderData: keepPreviousData,
    initialPageParam: '',
    getNextPageParam: (last) => (last as Page<unknown>).nextCursor ?? undefined,
  });
  // Without a first page there is nothing to show but the refusal; the page's own boundary shows it.
  if (list.error && !list.data) throw list.error;
  if (!list.data) return <p className="loading">{t({ vi: 'Đang tải…', en: 'Loading…' })}</p>;
  const items = list.data.pages.flatMap((page) => (page as Page<Item<I>>).items);
  const first = list.data.pages[0] as Answer<I>;
  return (
    <div className="stack">
      {items.length === 0 ? empty : children(items, first)}
      <Problem problem={list.error ? asProblem(list.error) : null} />
      {list.hasNextPage ? (
        <div>
          <Button onClick={() => void list.fetchNextPage()} pending={list.isFetchingNextPage}>
            {t({ vi: 'Xem thêm', en: 'Show more' })}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
