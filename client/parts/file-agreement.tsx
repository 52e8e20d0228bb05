import { Link } from 'react-router';
import type { TransactionFileView } from '../../contracts/inspection';
import { licenceTemplates } from '../../contracts/licences/templates';
import { dateTime, money } from '../format';
import { useT } from '../i18n';
import { paths } from '../paths';
import { Callout, Facts, Hash } from '../ui/parts';
import { EventMark } from './event-mark';
import { State } from './state';

type Props = { agreement: TransactionFileView['agreement']; indexOf: (eventId: string | null) => number | null };

/** The agreement, its document hashed again on the server, and who signed. */
export function FileAgreement({ agreement, indexOf }: Props) {
  const t = useT();
  const licence = licenceTemplates.find((one) => one.id === agreement.licence);
  const months = agreement.months;
  const parties = { provider: { vi: 'Bên bán', en: 'Provider' }, buyer: { vi: 'Bên mua', en: 'Buyer' } };
  const methods = {
    password: { vi: 'đã nhập lại mật khẩu', en: 'password asked again' },
    session: { vi: 'ký trực tiếp', en: 'signed in person' },
    'standing-offer': { vi: 'theo chào bán sẵn', en: 'by the offer’s own rule' },
  };
  return (
    <>
      {agreement.matches ? (
        <Callout tone="good">
          {t({
            vi: 'Văn bản đã được băm lại: đúng mã băm mà các bên đã ký.',
            en: 'The document was hashed again: it has the hash that the parties signed.',
          })}
        </Callout>
      ) : (
        <Callout tone="bad" title={t({ vi: 'Văn bản không khớp', en: 'The document does not match' })}>
          <p>
            {t({
              vi: 'Văn bản đang lưu không phải văn bản mà các bên đã ký.',
              en: 'What is stored is not what the parties signed.',
            })}
          </p>
        </Callout>
      )}
      <Facts
        facts={[
          [
            { vi: 'Thỏa thuận', en: 'Agreement' },
            <span key="agreement" className="row">
              <Link to={paths.agreement(agreement.id)}>{agreement.id}</Link>
              <State of="agreement" state={agreement.state} />
            </span>,
          ],
          [
            { vi: 'Giấy phép', en: 'Licence' },
            `${licence ? t(licence.title) : agreement.licence} · v${agreement.licenceVersion}`,
          ],
          [{ vi: 'Giá', en: 'Price' }, money(agreement.priceVnd)],
          [
            { vi: 'Thời hạn', en: 'Duration' },
            months === null
              ? t({ vi: 'không thời hạn', en: 'without end' })
              : `${months} ${t({ vi: 'tháng', en: 'months' })}`,
          ],
          [
            { vi: 'Ký kết', en: 'Sealed' },
            agreement.sealedAt ? (
              <span key="sealed" className="row">
                {dateTime(agreement.sealedAt)}{' '}
                <EventMark eventId={agreement.eventId} index={indexOf(agreement.eventId)} />
              </span>
            ) : null,
          ],
          [{ vi: 'Mã băm đã lưu', en: 'Stored SHA-256' }, <Hash key="stored" value={agreement.sha256} />],
          [{ vi: 'Mã băm tính lại', en: 'Hashed again' }, <Hash key="again" value={agreement.recomputed} />],
        ]}
      />
      <ul className="list plain">
        {agreement.signatures.map((one) => (
          <li key={one.party} className="meta">
            <strong>{t(parties[one.party])}</strong>
            <span>{one.signer ?? t(methods[one.method])}</span>
            <span>{t(methods[one.method])}</span>
            <span>{dateTime(one.signedAt)}</span>
            <EventMark eventId={one.eventId} index={indexOf(one.eventId)} />
          </li>
        ))}
      </ul>
    </>
  );
}
