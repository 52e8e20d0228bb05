import type { Bilingual } from '../../contracts/common';
import type { TransactionFileView } from '../../contracts/inspection';
import { legalForms } from '../../contracts/scheme/pilot-2026';
import { provinces } from '../../contracts/scheme/provinces';
import { useT } from '../i18n';
import { Badge, Callout } from '../ui/parts';
import { State } from './state';

type Party = TransactionFileView['parties']['provider'];
const fields = {
  nameVi: { vi: 'Tên tiếng Việt', en: 'Vietnamese name' },
  nameEn: { vi: 'Tên tiếng Anh', en: 'English name' },
  taxCode: { vi: 'Mã số thuế', en: 'Tax code' },
  address: { vi: 'Địa chỉ', en: 'Address' },
} satisfies Record<Party['changed'][number], Bilingual>;

/** A party as the agreement froze it beside what it is today; what differs is marked. */
export function FileParty({ title, party }: { title: Bilingual; party: Party }) {
  const t = useT();
  const { agreed, today, changed } = party;
  const head = { agreed: { vi: 'Khi ký', en: 'When sealed' }, today: { vi: 'Hiện nay', en: 'Today' } };
  const form = legalForms[today.legalForm as keyof typeof legalForms];
  const province = provinces.find((one) => one.code === today.provinceCode)?.name ?? today.provinceCode;
  return (
    <div className="stack">
      <div className="row">
        <h3>{t(title)}</h3>
        <State of="organisation" state={today.state} />
        <span className="faint">
          {form ? t(form) : today.legalForm} · {province}
        </span>
        <code className="faint">{today.id}</code>
      </div>
      {agreed === null ? (
        <Callout tone="bad">
          {t({ vi: 'Không đọc được bên trong văn bản.', en: 'The document cannot be read.' })}
        </Callout>
      ) : null}
      <table className="table cards">
        <thead>
          <tr>
            <th scope="col">{t({ vi: 'Hồ sơ', en: 'Profile' })}</th>
            <th scope="col">{t(head.agreed)}</th>
            <th scope="col">{t(head.today)}</th>
          </tr>
        </thead>
        <tbody>
          {(Object.keys(fields) as (keyof typeof fields)[]).map((field) => (
            <tr key={field}>
              <td>{t(fields[field])}</td>
              <td data-label={t(head.agreed)}>{agreed?.[field] ?? '–'}</td>
              <td data-label={t(head.today)}>
                <span>
                  {changed.includes(field) ? <mark>{today[field] ?? '–'}</mark> : (today[field] ?? '–')}{' '}
                  {changed.includes(field) ? <Badge tone="warn">{t({ vi: 'đã đổi', en: 'changed' })}</Badge> : null}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
