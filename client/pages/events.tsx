import type { FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import { eventTypes } from '../../contracts/audit';
import type { Arguments } from '../../contracts/calls';
import { useT } from '../i18n';
import { EventList } from '../parts/event-list';
import { More } from '../parts/more';
import { SelectField, TextField } from '../ui/fields';
import { Button, Empty, PageHead } from '../ui/parts';

type Query = NonNullable<Arguments<'listEvents'>['query']>;
const names = ['type', 'about', 'organisation', 'from', 'to'] as const;

export default function Events() {
  const t = useT();
  const [search, setSearch] = useSearchParams();
  const query = Object.fromEntries(
    names.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])),
  ) as Query;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const next = new URLSearchParams();
    for (const name of names) {
      const value = String(data.get(name) ?? '').trim();
      if (value !== '') next.set(name, value);
    }
    setSearch(next);
  };
  return (
    <>
      <PageHead
        title={t({ vi: 'Sổ sự kiện', en: 'Events' })}
        lead={t({
          vi: 'Mọi bước của mọi giao dịch, mới nhất trước. Mỗi lần tra cứu cũng được ghi lại.',
          en: 'Every step of every transaction, newest first. Each look-up is recorded as well.',
        })}
      />
      <form className="panel stack" onSubmit={submit} style={{ marginBottom: '1.5rem' }}>
        <div className="grid-2">
          <SelectField
            name="type"
            label={t({ vi: 'Loại sự kiện', en: 'Type' })}
            defaultValue={query.type}
            options={[
              { value: '', label: t({ vi: 'Tất cả', en: 'All' }) },
              ...eventTypes.map((one) => ({ value: one, label: one })),
            ]}
          />
          <TextField
            name="about"
            label={t({ vi: 'Liên quan đến mã', en: 'About the id' })}
            hint="ord_…, ds_…, agr_…"
            defaultValue={query.about}
          />
          <TextField
            name="organisation"
            label={t({ vi: 'Mã tổ chức', en: 'Organisation id' })}
            hint="org_…"
            defaultValue={query.organisation}
          />
          <TextField name="from" type="date" label={t({ vi: 'Từ ngày', en: 'From' })} defaultValue={query.from} />
          <TextField name="to" type="date" label={t({ vi: 'Đến ngày', en: 'To' })} defaultValue={query.to} />
        </div>
        <div className="row">
          <Button type="submit" kind="primary">
            {t({ vi: 'Lọc', en: 'Filter' })}
          </Button>
          <Button kind="quiet" onClick={() => setSearch({})}>
            {t({ vi: 'Bỏ lọc', en: 'Clear' })}
          </Button>
        </div>
      </form>
      <More
        key={search.toString()}
        id="listEvents"
        given={{ query }}
        empty={<Empty title={{ vi: 'Không có sự kiện nào khớp', en: 'No event matches' }} />}
      >
        {(items) => <EventList events={items} />}
      </More>
    </>
  );
}
