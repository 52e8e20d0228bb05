import type { MirroredView } from '../../contracts/harvest';
import { date } from '../format';
import { useT } from '../i18n';
import { Badge } from '../ui/parts';

/** A record of another portal: where it is from stands first, and its title leads there. It is neither sold nor checked here. */
export function MirroredEntry({ record }: { record: MirroredView }) {
  const t = useT();
  return (
    <li className="entry">
      <div className="row">
        <h2 style={{ flex: '1 1 16rem' }}>
          <a href={record.landingPage} rel="noreferrer nofollow external">
            {record.title}
          </a>
        </h2>
        <Badge tone="info">
          {t({ vi: 'từ', en: 'from' })} {record.portal}
        </Badge>
      </div>
      <p className="soft clamp">{record.description}</p>
      <div className="meta">
        {record.publisher ? <span>{record.publisher}</span> : null}
        {record.licence ? <span>{record.licence}</span> : null}
        {record.formats.length > 0 ? <span>{record.formats.join(', ')}</span> : null}
        {record.modifiedAt ? (
          <span>
            {t({ vi: 'sửa', en: 'changed' })} {record.modifiedAt.slice(0, 10)}
          </span>
        ) : null}
        <span>
          {t({ vi: 'đọc ngày', en: 'read on' })} {date(record.harvestedAt)}
        </span>
      </div>
      {record.alsoAt.length > 0 ? (
        <p className="faint">
          {t({ vi: 'Cũng có ở: ', en: 'Also at: ' })}
          {record.alsoAt.map((one, index) => (
            <span key={one.landingPage}>
              {index > 0 ? ', ' : ''}
              <a href={one.landingPage} rel="noreferrer nofollow external">
                {one.portal}
              </a>
            </span>
          ))}
        </p>
      ) : null}
    </li>
  );
}
