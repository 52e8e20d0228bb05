import { Link } from 'react-router';
import { date, number } from '../format';
import { useT, useTitle } from '../i18n';
import { More } from '../parts/more';
import { State } from '../parts/state';
import { paths } from '../paths';
import { Empty, PageHead } from '../ui/parts';

export default function OwnDatasets() {
  const t = useT();
  const title = useTitle();
  const create = (
    <Link className="button primary" to={paths.newDataset()}>
      {t({ vi: 'Tạo bộ dữ liệu', en: 'New dataset' })}
    </Link>
  );
  return (
    <>
      <PageHead title={t({ vi: 'Bộ dữ liệu của tổ chức', en: 'My datasets' })}>{create}</PageHead>
      <More
        id="listOwnDatasets"
        given={{}}
        empty={<Empty title={{ vi: 'Chưa có bộ dữ liệu nào', en: 'There is no dataset yet' }}>{create}</Empty>}
      >
        {(items) => (
          <table className="table cards">
            <thead>
              <tr>
                <th scope="col">{t({ vi: 'Tên', en: 'Title' })}</th>
                <th scope="col" className="number">
                  {t({ vi: 'Dòng', en: 'Rows' })}
                </th>
                <th scope="col">{t({ vi: 'Niêm yết', en: 'Listed' })}</th>
                <th scope="col">{t({ vi: 'Trạng thái', en: 'State' })}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to={paths.ownDataset(one.id)}>{title(one)}</Link>
                  </td>
                  <td data-label={t({ vi: 'Dòng', en: 'Rows' })} className="number">
                    {one.rows === null ? '–' : number(one.rows)}
                  </td>
                  <td data-label={t({ vi: 'Niêm yết', en: 'Listed' })}>{one.listedAt ? date(one.listedAt) : '–'}</td>
                  <td data-label={t({ vi: 'Trạng thái', en: 'State' })}>
                    <State of="dataset" state={one.state} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </More>
    </>
  );
}
