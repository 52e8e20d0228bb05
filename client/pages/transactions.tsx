import type { FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import { transactionSorts } from '../../contracts/inspection';
import { money, number } from '../format';
import { useT } from '../i18n';
import { More } from '../parts/more';
import { SaveSearch } from '../parts/save-search';
import { Facets } from '../parts/transaction-facets';
import { addressOf, type FilterName, filterNames, filters, searchIn, typed } from '../parts/transaction-filters';
import { TransactionList } from '../parts/transaction-list';
import { formText, SelectField, TextField } from '../ui/fields';
import { Button, Empty, PageHead } from '../ui/parts';

const sortNames = {
  newest: { vi: 'Mới nhất trước', en: 'Newest first' },
  oldest: { vi: 'Cũ nhất trước', en: 'Oldest first' },
  dearest: { vi: 'Số tiền lớn trước', en: 'Largest amount first' },
  cheapest: { vi: 'Số tiền nhỏ trước', en: 'Smallest amount first' },
} satisfies Record<(typeof transactionSorts)[number], object>;

export default function Transactions() {
  const t = useT();
  const [address, setAddress] = useSearchParams();
  const search = searchIn(address);
  const set = (name: FilterName | 'sort', value: string) => {
    const next = new URLSearchParams(address);
    if (value === '' || next.get(name) === value) next.delete(name);
    else next.set(name, value);
    setAddress(next, { preventScrollReset: true });
  };
  return (
    <>
      <PageHead
        title={t({ vi: 'Tìm giao dịch', en: 'Search transactions' })}
        lead={t({
          vi: 'Mọi giao dịch trên sàn. Mỗi lần tra cứu được ghi lại; đơn vị vận hành chỉ thấy số lần.',
          en: 'Every transaction of the exchange. Each look-up is recorded; the operator sees only how many there were.',
        })}
      >
        <SaveSearch search={search} />
        <a className="button" href={`/api/v1/inspection/transactions/export${addressOf(search)}`} download>
          {t({ vi: 'Xuất CSV', en: 'Export CSV' })}
        </a>
      </PageHead>
      <SearchForm key={address.toString()} address={address} go={setAddress} />
      <Chips address={address} drop={(name) => set(name, '')} clear={() => setAddress({})} />
      <More id="searchTransactions" given={{ query: search }} empty={<Nothing clear={() => setAddress({})} />}>
        {(items, { totals }) => (
          <div className="columns">
            <aside aria-label={t({ vi: 'Thu hẹp', en: 'Narrow down' })}>
              {totals ? <Facets facets={totals.facets} chosen={(name) => address.get(name)} choose={set} /> : null}
            </aside>
            <div className="stack">
              <div className="row result-head">
                <p className="faint" aria-live="polite">
                  {totals
                    ? `${number(totals.transactions)} ${t({ vi: 'giao dịch', en: 'transactions' })} · ${money(totals.amountVnd)}`
                    : ''}
                </p>
                <SelectField
                  name="sort"
                  label={t({ vi: 'Sắp xếp', en: 'Sort' })}
                  defaultValue={search.sort ?? 'newest'}
                  onChoose={(value) => set('sort', value)}
                  options={transactionSorts.map((value) => ({ value, label: t(sortNames[value]) }))}
                />
              </div>
              <TransactionList rows={items} />
            </div>
          </div>
        )}
      </More>
    </>
  );
}

function SearchForm({ address, go }: { address: URLSearchParams; go: (next: URLSearchParams) => void }) {
  const t = useT();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const next = new URLSearchParams(address);
    for (const name of typed) {
      if (text(name) === '') next.delete(name);
      else next.set(name, text(name));
    }
    go(next);
  };
  const field = (name: (typeof typed)[number]) => ({
    name,
    label: `${t(filters[name].title)}${name.endsWith('Vnd') ? ' (₫)' : ''}`,
    defaultValue: address.get(name) ?? undefined,
  });
  return (
    <search>
      <form className="panel stack" onSubmit={submit}>
        <div className="grid-2">
          <TextField
            {...field('party')}
            type="search"
            hint={t({
              vi: 'Tên có dấu hoặc không dấu, mã số thuế, org_…',
              en: 'Name with or without marks, tax code, org_…',
            })}
          />
          <TextField
            {...field('dataset')}
            type="search"
            hint={t({ vi: 'Từ trong tên, ds_…', en: 'Words of the title, ds_…' })}
          />
          <TextField {...field('ref')} type="search" hint="ord_…, req_…, agr_…, pay_…, dlv_…" />
        </div>
        <div className="grid-4">
          <TextField {...field('minVnd')} type="number" min={0} />
          <TextField {...field('maxVnd')} type="number" min={0} />
          <TextField {...field('from')} type="date" />
          <TextField {...field('to')} type="date" />
        </div>
        <div>
          <Button type="submit" kind="primary">
            {t({ vi: 'Tìm', en: 'Search' })}
          </Button>
        </div>
      </form>
    </search>
  );
}

/** What the result is narrowed to; each can be dropped. */
function Chips({
  address,
  drop,
  clear,
}: {
  address: URLSearchParams;
  drop: (name: FilterName) => void;
  clear: () => void;
}) {
  const t = useT();
  const given = filterNames.flatMap((name) => {
    const value = address.get(name);
    return value ? [[name, t(filters[name].title), t(filters[name].of(value))] as const] : [];
  });
  return (
    <div className="row chips">
      {given.map(([name, title, value]) => (
        <button
          key={name}
          type="button"
          className="chip"
          aria-label={t({ vi: `Bỏ bộ lọc ${title}: ${value}`, en: `Drop the filter ${title}: ${value}` })}
          onClick={() => drop(name)}
        >
          <span className="faint">{title}</span> {value} <span aria-hidden="true">×</span>
        </button>
      ))}
      {given.length > 1 ? (
        <Button kind="quiet" small onClick={clear}>
          {t({ vi: 'Bỏ tất cả', en: 'Clear all' })}
        </Button>
      ) : null}
    </div>
  );
}

function Nothing({ clear }: { clear: () => void }) {
  const t = useT();
  return (
    <Empty title={{ vi: 'Không có giao dịch nào khớp', en: 'No transaction matches' }}>
      <p>
        {t({
          vi: 'Thử ít điều kiện hơn, hoặc khoảng thời gian rộng hơn.',
          en: 'Try fewer conditions, or a longer time.',
        })}
      </p>
      <Button onClick={clear}>{t({ vi: 'Bỏ mọi điều kiện', en: 'Drop all conditions' })}</Button>
    </Empty>
  );
}
