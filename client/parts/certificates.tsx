import { Link } from 'react-router';
import { stageNames, stageOf } from '../../contracts/certificates';
import { useAct, useData } from '../api';
import { dateTime } from '../format';
import { useT } from '../i18n';
import { paths } from '../paths';
import { Button, Problem, Section } from '../ui/parts';

/** Certificates of an order, to show to others, and the button that issues the next. */
export function Certificates({ orderId, state }: { orderId: string; state: string }) {
  const t = useT();
  const params = { id: orderId };
  const { items, issuable } = useData('listCertificates', { params });
  const issue = useAct('issueCertificate');
  if (items.length === 0 && !(issuable && stageOf(state))) return null;
  return (
    <Section title={{ vi: 'Chứng nhận giao dịch', en: 'Transaction certificates' }}>
      <div className="stack">
        {items.length > 0 ? (
          <ul className="list">
            {items.map((one) => (
              <li key={one.number} className="row">
                <Link to={paths.certificate(one.number)}>
                  <strong>{one.number}</strong>
                </Link>
                <span className="faint">
                  {t(stageNames[one.stage])} · {dateTime(one.issuedAt)}
                </span>
                <a href={`/api/v1/certificates/${one.number}/pdf`} download={`${one.number}.pdf`}>
                  PDF<span className="visually-hidden"> {one.number}</span>
                </a>
              </li>
            ))}
          </ul>
        ) : null}
        {issuable ? (
          <>
            <p className="soft">
              {t({
                vi: 'Một văn bản có số, mã QR và mã băm, ghi tình trạng của đơn lúc này; ai cầm cũng kiểm chứng được, không cần tài khoản.',
                en: 'A numbered document with QR code and hashes on how the order stands now; whoever holds it can verify it without an account.',
              })}
            </p>
            <Problem problem={issue.problem} />
            <div>
              <Button onClick={() => void issue.run({ params }).catch(() => null)} pending={issue.pending}>
                {t({ vi: 'Cấp chứng nhận', en: 'Issue a certificate' })}
              </Button>
            </div>
          </>
        ) : null}
      </div>
    </Section>
  );
}
