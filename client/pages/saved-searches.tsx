import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import type { SavedSearchView } from '../../contracts/inspection';
import { useAct, useData } from '../api';
import { date } from '../format';
import { useT } from '../i18n';
import { addressOf, filterNames, filters } from '../parts/transaction-filters';
import { paths } from '../paths';
import { formText, TextField } from '../ui/fields';
import { Badge, Button, Empty, PageHead, Problem } from '../ui/parts';

export default function SavedSearches() {
  const t = useT();
  const { items } = useData('listSavedSearches', {});
  return (
    <>
      <PageHead
        title={t({ vi: 'Tìm kiếm đã lưu', en: 'Saved searches' })}
        lead={t({ vi: 'Của riêng bạn. Mở một tìm kiếm là tra cứu lại.', en: 'Your own. Opening one searches again.' })}
      />
      {items.length === 0 ? (
        <Empty title={{ vi: 'Chưa lưu tìm kiếm nào', en: 'No search is saved' }}>
          <Link className="button" to={paths.audited()}>
            {t({ vi: 'Tìm giao dịch', en: 'Search transactions' })}
          </Link>
        </Empty>
      ) : (
        <ul className="list">
          {items.map((one) => (
            <Saved key={one.id} saved={one} />
          ))}
        </ul>
      )}
    </>
  );
}

function Saved({ saved }: { saved: SavedSearchView }) {
  const t = useT();
  const [renaming, setRenaming] = useState(false);
  const rename = useAct('renameSearch');
  const remove = useAct('removeSearch');
  const params = { id: saved.id };
  const given = filterNames.flatMap((name) => {
    const value = saved.query[name];
    return value === undefined ? [] : [`${t(filters[name].title)}: ${t(filters[name].of(String(value)))}`];
  });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = formText(event.currentTarget)('name');
    if (await rename.run({ params, body: { name } }).catch(() => null)) setRenaming(false);
  };
  return (
    <li className="entry">
      <h2>
        <Link to={`${paths.audited()}${addressOf(saved.query)}`}>{saved.name}</Link>
      </h2>
      <div className="row">
        {given.length === 0 ? <Badge>{t({ vi: 'Mọi giao dịch', en: 'All transactions' })}</Badge> : null}
        {given.map((one) => (
          <Badge key={one}>{one}</Badge>
        ))}
        <span className="faint">{date(saved.createdAt)}</span>
      </div>
      {renaming ? (
        <form className="row" onSubmit={(event) => void submit(event)}>
          <TextField
            name="name"
            label={t({ vi: 'Tên mới', en: 'New name' })}
            defaultValue={saved.name}
            required
            minLength={2}
            maxLength={100}
          />
          <Button type="submit" kind="primary" pending={rename.pending}>
            {t({ vi: 'Lưu', en: 'Save' })}
          </Button>
        </form>
      ) : null}
      <div className="row">
        <Button
          small
          onClick={() => setRenaming(!renaming)}
          label={t({ vi: `Đổi tên ${saved.name}`, en: `Rename ${saved.name}` })}
        >
          {t({ vi: 'Đổi tên', en: 'Rename' })}
        </Button>
        <Button
          small
          kind="danger"
          pending={remove.pending}
          label={t({ vi: `Xóa ${saved.name}`, en: `Delete ${saved.name}` })}
          onClick={() => void remove.run({ params }).catch(() => null)}
        >
          {t({ vi: 'Xóa', en: 'Delete' })}
        </Button>
      </div>
      <Problem problem={rename.problem ?? remove.problem} />
    </li>
  );
}
