import { Link, useSearchParams } from 'react-router';
import type { LookUpView } from '../../contracts/inspection';
import { dateTime } from '../format';
import { useLanguage, useT } from '../i18n';
import { More } from '../parts/more';
import { paths } from '../paths';
import { useSession } from '../session';
import { SelectField } from '../ui/fields';
import { Badge, Empty, PageHead } from '../ui/parts';

const kinds = {
  'audit.transactions-searched': { vi: 'Tìm giao dịch', en: 'Transaction searches' },
  'audit.file-opened': { vi: 'Mở hồ sơ', en: 'Files opened' },
  'audit.exported': { vi: 'Xuất dữ liệu', en: 'Exports' },
  'audit.unmasked': { vi: 'Xem thông tin cá nhân', en: 'Personal details shown' },
  'audit.searched': { vi: 'Tra sổ sự kiện', en: 'Event searches' },
  'audit.read': { vi: 'Đọc khác', en: 'Other reads' },
};

export default function LookUps() {
  const t = useT();
  const [address, setAddress] = useSearchParams();
  const type = address.get('type') ?? '';
  const supervisor = useSession().member?.role === 'admin';
  return (
    <>
      <PageHead
        title={t({ vi: 'Nhật ký tra cứu', en: 'Look-ups' })}
        lead={
          supervisor
            ? t({
                vi: 'Là quản trị viên, bạn giám sát: mọi tra cứu của đồng nghiệp hiện ở đây với nội dung.',
                en: 'As administrator you are the supervisor: all look-ups of your colleagues are here, with their content.',
              })
            : t({
                vi: 'Các tra cứu của bạn. Quản trị viên của cơ quan cũng thấy; đơn vị vận hành chỉ thấy số lần.',
                en: 'Your own look-ups. Your administrator sees them too; the operator sees only how many there were.',
              })
        }
      >
        <SelectField
          name="type"
          label={t({ vi: 'Loại', en: 'Kind' })}
          defaultValue={type}
          onChoose={(value) => setAddress(value === '' ? {} : { type: value })}
          options={[
            { value: '', label: t({ vi: 'Tất cả', en: 'All' }) },
            ...Object.entries(kinds).map(([value, label]) => ({ value, label: t(label) })),
          ]}
        />
      </PageHead>
      <More
        id="listLookUps"
        given={{ query: type === '' ? {} : { type } }}
        empty={<Empty title={{ vi: 'Chưa có tra cứu nào', en: 'There are no look-ups' }} />}
      >
        {(items) => <LookUpTable items={items} />}
      </More>
    </>
  );
}

function LookUpTable({ items }: { items: readonly LookUpView[] }) {
  const { t } = useLanguage();
  const head = { who: { vi: 'Ai', en: 'Who' }, what: { vi: 'Nội dung', en: 'What' }, at: { vi: 'Lúc', en: 'At' } };
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t({ vi: 'Tra cứu', en: 'Look-up' })}</th>
          <th scope="col">{t(head.who)}</th>
          <th scope="col">{t(head.what)}</th>
          <th scope="col">{t(head.at)}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.eventId}>
            <td>{t(one.sentence)}</td>
            <td data-label={t(head.who)}>
              {one.by ?? t({ vi: 'đã xóa', en: 'erased' })}{' '}
              {one.mine ? <Badge>{t({ vi: 'bạn', en: 'you' })}</Badge> : null}
            </td>
            <td data-label={t(head.what)}>
              {one.subject.kind === 'order' ? (
                <Link to={paths.transaction(one.subject.id)}>
                  <code>{one.subject.id}</code>
                </Link>
              ) : (
                <code>
                  {Object.entries(one.filters)
                    .map(([name, value]) => `${name}=${value}`)
                    .join(' · ') || '–'}
                </code>
              )}
            </td>
            <td data-label={t(head.at)}>{dateTime(one.at)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
