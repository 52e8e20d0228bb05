import type { QueueView } from '../../contracts/operations';
import { dateTime } from '../format';
import { useT } from '../i18n';
import { Callout, Facts, Section } from '../ui/parts';

type Log = QueueView['log'];

/** How far the log is, whether it refuses to sign, and how far each witness has followed it. */
export function LogHealth({ log }: { log: Log }) {
  const t = useT();
  return (
    <Section title={{ vi: 'Sổ minh bạch', en: 'Transparency log' }}>
      {log.fault === null ? null : (
        <Callout tone="bad" title={t({ vi: 'Sổ từ chối ký', en: 'The log refuses to sign' })}>
          <code lang="en">{log.fault}</code>
        </Callout>
      )}
      <Facts
        facts={[
          [{ vi: 'Đã ký', en: 'Signed' }, String(log.size)],
          [{ vi: 'Chờ vào sổ', en: 'Waiting for a place' }, String(log.waiting)],
        ]}
      />
      <h3>{t({ vi: 'Bên chứng kiến', en: 'Witnesses' })}</h3>
      {log.witnesses.length === 0 ? (
        <p>
          {t({
            vi: 'Chưa có bên chứng kiến nào: không ai ngoài sàn ký xác nhận sổ này. Xem LOG_WITNESSES trong sổ tay vận hành.',
            en: 'None: nobody outside the exchange cosigns this log. See LOG_WITNESSES in the handbook.',
          })}
        </p>
      ) : (
        <ul className="list">
          {log.witnesses.map((witness) => (
            <Witness key={`${witness.name} ${witness.url}`} witness={witness} size={log.size} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Witness({ witness, size }: { witness: Log['witnesses'][number]; size: number }) {
  const t = useT();
  const at = witness.cosignedAt;
  const behind = Math.max(0, size - witness.size);
  return (
    <li className="entry">
      <div className="meta">
        <strong>{witness.name}</strong>
        <span>{witness.url}</span>
        <span>
          {at === null
            ? t({ vi: 'chưa ký lần nào', en: 'has not cosigned yet' })
            : t({
                vi: `đã ký đến ${witness.size} mục, ${dateTime(at)}`,
                en: `cosigned ${witness.size} entries, ${dateTime(at)}`,
              })}
        </span>
        {behind > 0 ? <span>{t({ vi: `chậm ${behind} mục`, en: `${behind} entries behind` })}</span> : null}
      </div>
      {witness.error === null ? null : (
        <Callout
          tone="warn"
          title={t({ vi: `Thất bại ${witness.failures} lần liền`, en: `Failed ${witness.failures} times in a row` })}
        >
          <code lang="en">{witness.error}</code>
        </Callout>
      )}
    </li>
  );
}
