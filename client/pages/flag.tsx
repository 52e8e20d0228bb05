import { Link, useParams } from 'react-router';
import { flagKinds } from '../../contracts/reporting';
import { useAct, useData } from '../api';
import { dateTime } from '../format';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { State } from '../parts/state';
import { paths } from '../paths';
import { Callout, Facts, PageHead, Section } from '../ui/parts';

export default function FlagPage() {
  const { id = '' } = useParams();
  const t = useT();
  const title = useTitle();
  const flag = useData('getFlag', { params: { id } });
  const move = useAct('transitionFlag');
  return (
    <>
      <PageHead
        eyebrow={
          <>
            <Link to={paths.flags()}>{t({ vi: 'Cảnh báo', en: 'Flags' })}</Link> · {flag.id}
          </>
        }
        title={t(flagKinds[flag.kind])}
        lead={t(flag.explanation)}
      >
        <State of="flag" state={flag.state} />
      </PageHead>
      <div className="stack-wide">
        {flag.note ? (
          <Callout tone="info" title={t({ vi: 'Ghi chú khi đóng', en: 'Note it was closed with' })}>
            <p>{flag.note}</p>
          </Callout>
        ) : null}
        <Actions
          actions={flag.actions}
          run={(action, reason) =>
            move.run({ params: { id }, body: { action: action as 'close', ...(reason ? { reason } : {}) } })
          }
        />
        <Facts
          facts={[
            [{ vi: 'Phát hiện lúc', en: 'Raised' }, dateTime(flag.raisedAt)],
            [{ vi: 'Thời gian xét', en: 'Window' }, flag.window],
            [
              { vi: 'Các bên', en: 'Parties' },
              <span key="parties">
                {flag.parties.map((party, at) => (
                  <span key={party.id}>
                    {at > 0 ? ', ' : ''}
                    <Link to={paths.organisationReview(party.id)}>{title(party)}</Link>
                  </span>
                ))}
              </span>,
            ],
          ]}
        />
        <Section title={{ vi: `Giao dịch (${flag.orders.length})`, en: `Trades (${flag.orders.length})` }}>
          <ul className="list">
            {flag.orders.map((order) => (
              <li key={order}>
                <Link to={paths.transaction(order)}>{order}</Link>
              </li>
            ))}
          </ul>
        </Section>
      </div>
    </>
  );
}
