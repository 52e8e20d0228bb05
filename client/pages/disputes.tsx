import { useState } from 'react';
import { Link } from 'react-router';
import { disputeTypes } from '../../contracts/disputes';
import { disputeLifecycle } from '../../contracts/lifecycles/dispute';
import { dateTime, money } from '../format';
import { useT, useTitle } from '../i18n';
import { Countdown } from '../parts/clock';
import { Holidays } from '../parts/holidays';
import { More } from '../parts/more';
import { State } from '../parts/state';
import { paths } from '../paths';
import { useHas } from '../session';
import { SelectField } from '../ui/fields';
import { Empty, PageHead } from '../ui/parts';

type Chosen = keyof typeof disputeLifecycle.states | '';

export default function Disputes() {
  const t = useT();
  const title = useTitle();
  const operator = useHas('operator');
  const [state, setState] = useState<Chosen>('');
  const options = Object.entries(disputeLifecycle.states).map(([value, label]) => ({ value, label: t(label) }));
  return (
    <>
      <PageHead
        title={t({ vi: 'Tranh chấp', en: 'Disputes' })}
        lead={t({
          vi: 'Đơn vị vận hành tiếp nhận trong 3 ngày làm việc. Khi tranh chấp còn mở, tiền không được giải ngân.',
          en: 'The operator acknowledges within 3 working days. While a dispute is open, no money is released.',
        })}
      />
      <div className="stack-wide">
        <SelectField
          name="state"
          label={t({ vi: 'Trạng thái', en: 'State' })}
          options={[{ value: '', label: t({ vi: 'Tất cả', en: 'All' }) }, ...options]}
          onChoose={(value) => setState(value as Chosen)}
        />
        <More
          id="listDisputes"
          given={{ query: state === '' ? {} : { state } }}
          empty={
            <Empty title={{ vi: 'Không có tranh chấp nào', en: 'There is no dispute' }}>
              <p>
                {t({
                  vi: 'Tranh chấp được mở từ trang đơn hàng, sau khi dữ liệu đã giao.',
                  en: 'A dispute is opened on the page of an order, once it was delivered.',
                })}
              </p>
            </Empty>
          }
        >
          {(items) => (
            <ul className="list">
              {items.map((one) => (
                <li key={one.id} className="entry">
                  <h2>
                    <Link to={paths.dispute(one.id)}>{title(one.dataset)}</Link>
                  </h2>
                  <div className="meta">
                    <State of="dispute" state={one.state} />
                    <span>{t(disputeTypes[one.type])}</span>
                    <span>
                      {title(one.provider)} → {title(one.buyer)}
                    </span>
                    {one.wantedVnd === null ? null : <span>{money(one.wantedVnd)}</span>}
                    {one.state === 'opened' || one.state === 'late' ? (
                      <Countdown due={one.acknowledgeDueAt} />
                    ) : (
                      <span>{dateTime(one.stateSince)}</span>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )}
        </More>
        {operator ? <Holidays /> : null}
      </div>
    </>
  );
}
