import { Link } from 'react-router';
import { type CatalogueSearchView, facetNames } from '../../contracts/discovery';
import { useAct, useData } from '../api';
import { date } from '../format';
import { useT } from '../i18n';
import { facets } from '../parts/facet-names';
import { paths } from '../paths';
import { Badge, Button, Empty, PageHead, Problem } from '../ui/parts';

export default function CatalogueSearches() {
  const t = useT();
  const { items } = useData('listCatalogueSearches', {});
  return (
    <>
      <PageHead
        title={t({ vi: 'Tìm kiếm của tôi', en: 'My searches' })}
        lead={t({
          vi: 'Bạn được báo khi có bộ dữ liệu mới khớp với tìm kiếm đang bật báo tin.',
          en: 'You are told of new datasets that match searches whose alert is on.',
        })}
      />
      {items.length === 0 ? (
        <Empty title={{ vi: 'Chưa lưu tìm kiếm nào', en: 'No search is saved' }}>
          <p>
            {t({
              vi: 'Tìm trong danh mục rồi chọn “Lưu tìm kiếm”.',
              en: 'Search the catalogue, then choose “Save search”.',
            })}
          </p>
          <Link className="button" to={paths.home()}>
            {t({ vi: 'Mở danh mục', en: 'Open the catalogue' })}
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

function Saved({ saved }: { saved: CatalogueSearchView }) {
  const t = useT();
  const set = useAct('setCatalogueSearch');
  const remove = useAct('removeCatalogueSearch');
  const params = { id: saved.id };
  const { q } = saved.query;
  return (
    <li className="entry">
      <h2>
        <Link to={`${paths.home()}?${new URLSearchParams(saved.query as Record<string, string>)}`}>{saved.name}</Link>
      </h2>
      <div className="row">
        {q ? <Badge>“{q}”</Badge> : null}
        {facetNames.map((name) => {
          const value = saved.query[name];
          return value === undefined ? null : (
            <Badge key={name}>
              {t(facets[name].title)}: {t(facets[name].of(value))}
            </Badge>
          );
        })}
        <span className="faint">{date(saved.createdAt)}</span>
      </div>
      <div className="row">
        <Button
          small
          pending={set.pending}
          label={
            saved.alert
              ? t({ vi: `Tắt báo tin ${saved.name}`, en: `Stop the alert of ${saved.name}` })
              : t({ vi: `Bật báo tin ${saved.name}`, en: `Start the alert of ${saved.name}` })
          }
          onClick={() => void set.run({ params, body: { alert: !saved.alert } }).catch(() => null)}
        >
          {saved.alert
            ? t({ vi: 'Tắt báo tin', en: 'Stop the alert' })
            : t({ vi: 'Bật báo tin', en: 'Start the alert' })}
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
      <Problem problem={set.problem ?? remove.problem} />
    </li>
  );
}
