import type { ReactNode } from 'react';
import { type ClauseChange, clausesOf, type Terms } from '../../contracts/licences/terms';
import type { RoundView } from '../../contracts/ordering';
import { dateTime } from '../format';
import { useT } from '../i18n';
import { Badge, Facts } from '../ui/parts';

const parties = {
  provider: { vi: 'Bên bán đề nghị', en: 'Proposed by the provider' },
  buyer: { vi: 'Bên mua đề nghị', en: 'Proposed by the buyer' },
};

/** What two versions of the terms say differently: clause, old, new. */
export function Changes({ changes }: { changes: readonly ClauseChange[] }) {
  const t = useT();
  return (
    <ul className="changes">
      {changes.map(({ clause, title, from, to }) => (
        <li key={clause}>
          <strong>{t(title)}</strong>
          <span>
            <del>
              <span className="visually-hidden">{t({ vi: 'Cũ: ', en: 'Old: ' })}</span>
              {t(from)}
            </del>{' '}
            <span aria-hidden="true">→</span>{' '}
            <ins>
              <span className="visually-hidden">{t({ vi: 'mới: ', en: 'new: ' })}</span>
              {t(to)}
            </ins>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Every clause of the terms that stand. */
export function TermFacts({ terms }: { terms: Terms }) {
  const t = useT();
  return <Facts facts={clausesOf(terms).map(({ title, text }) => [title, t(text)] as const)} />;
}

/** The thread of a negotiation: what each round changed, who proposed it, when; the last stands. */
export function Rounds<R extends RoundView>({
  rounds,
  mark,
}: {
  rounds: readonly R[];
  mark?: (round: R) => ReactNode;
}) {
  const t = useT();
  return (
    <ol className="timeline">
      {rounds.map((round, index) => (
        <li key={round.number}>
          <div className="row">
            <strong>
              {round.number === 0
                ? t({ vi: 'Yêu cầu theo chào bán', en: 'Asked for under the offer' })
                : `${t({ vi: 'Vòng', en: 'Round' })} ${round.number}: ${t(parties[round.party])}`}
            </strong>
            {index === rounds.length - 1 ? <Badge tone="info">{t({ vi: 'Hiện hành', en: 'Stands' })}</Badge> : null}
          </div>
          <div className="meta">
            <time dateTime={round.createdAt}>{dateTime(round.createdAt)}</time>
            {round.writer ? <span>{round.writer}</span> : null}
            {mark?.(round)}
          </div>
          {round.note ? <blockquote className="soft">{round.note}</blockquote> : null}
          {round.changes.length > 0 ? <Changes changes={round.changes} /> : null}
        </li>
      ))}
    </ol>
  );
}
