import { Link, useSearchParams } from 'react-router';
import type { Arguments } from '../../contracts/calls';
import { flagKinds } from '../../contracts/reporting';
import { dateTime } from '../format';
import { useT } from '../i18n';
import { More } from '../parts/more';
import { State } from '../parts/state';
import { paths } from '../paths';
import { Button, Empty, PageHead } from '../ui/parts';

type Query = NonNullable<Arguments<'listFlags'>['query']>;
const choices = [
  { value: 'open', label: { vi: 'Đang mở', en: 'Open' } },
  { value: 'closed', label: { vi: 'Đã đóng', en: 'Closed' } },
  { value: '', label: { vi: 'Tất cả', en: 'All' } },
];

export default function FlagList() {
  const t = useT();
  const [search, setSearch] = useSearchParams();
  const state = search.get('state') ?? 'open';
  const query = (state === '' ? {} : { state }) as Query;
  return (
    <>
      <PageHead
        title={t({ vi: 'Cảnh báo liêm chính', en: 'Integrity flags' })}
        lead={t({
          vi: 'Giao dịch vòng, giao dịch giữa các bên liên quan, giá bất thường và đơn dồn dập. Cảnh báo là câu hỏi, không phải kết luận.',
          en: 'Circular trades, trades between related parties, price outliers and bursts. A flag is a question, not a finding of guilt.',
        })}
      >
        <Link className="button" to={paths.relatedParties()}>
          {t({ vi: 'Các bên liên quan', en: 'Related parties' })}
        </Link>
      </PageHead>
      <div className="row" style={{ marginBottom: '1rem' }}>
        {choices.map((one) => (
          <Button
            key={one.value}
            kind={state === one.value ? 'primary' : 'plain'}
            onClick={() => setSearch({ state: one.value })}
          >
            {t(one.label)}
          </Button>
        ))}
      </div>
      <More
        id="listFlags"
        given={{ query }}
        empty={<Empty title={{ vi: 'Không có cảnh báo nào', en: 'There are no flags' }} />}
      >
        {(items) => (
          <ul className="list">
            {items.map((flag) => (
              <li className="entry" key={flag.id}>
                <h2>
                  <Link to={paths.flag(flag.id)}>{t(flagKinds[flag.kind])}</Link> <State of="flag" state={flag.state} />
                </h2>
                <p>{t(flag.explanation)}</p>
                <p className="faint">
                  {dateTime(flag.raisedAt)} · {flag.window}
                </p>
              </li>
            ))}
          </ul>
        )}
      </More>
    </>
  );
}
