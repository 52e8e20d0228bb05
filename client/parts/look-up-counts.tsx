import type { LookUpDay } from '../../contracts/inspection';
import { useData } from '../api';
import { number } from '../format';
import { useT } from '../i18n';
import { Section } from '../ui/parts';

const columns = {
  searches: { vi: 'Tìm kiếm', en: 'Searches' },
  files: { vi: 'Mở hồ sơ', en: 'Files' },
  exports: { vi: 'Xuất', en: 'Exports' },
  unmaskings: { vi: 'Xem danh tính', en: 'Unmasked' },
  others: { vi: 'Khác', en: 'Others' },
} satisfies Record<Exclude<keyof LookUpDay, 'day'>, object>;
const names = Object.keys(columns) as (keyof typeof columns)[];

/** How often regulators looked, day by day; what they looked at is theirs. */
export function LookUpCounts() {
  const t = useT();
  const { days } = useData('countLookUps', {});
  return (
    <Section title={{ vi: 'Tra cứu của cơ quan quản lý', en: 'Look-ups by regulators' }}>
      <p className="soft">
        {t({
          vi: 'Số lần mỗi ngày, 30 ngày gần nhất. Nội dung chỉ cơ quan quản lý thấy.',
          en: 'How many a day, of the last 30 days. What they looked at is seen by the regulator alone.',
        })}
      </p>
      {days.length === 0 ? (
        <p className="faint">{t({ vi: 'Chưa có tra cứu nào.', en: 'There are none.' })}</p>
      ) : (
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">{t({ vi: 'Ngày', en: 'Day' })}</th>
              {names.map((name) => (
                <th key={name} scope="col" className="number">
                  {t(columns[name])}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((one) => (
              <tr key={one.day}>
                <td>{one.day.split('-').reverse().join('/')}</td>
                {names.map((name) => (
                  <td key={name} data-label={t(columns[name])} className="number">
                    {number(one[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
