import { NavLink } from 'react-router';
import { useT } from '../i18n';
import { paths } from '../paths';
import { useSession } from '../session';

/** The way between the registers of supervision, as far as the organisation may see them. */
export function SupervisionNav() {
  const t = useT();
  const capabilities = useSession().organisation?.capabilities ?? [];
  const watches = capabilities.includes('regulator') || capabilities.includes('operator');
  const items = [
    { to: paths.holds(), label: { vi: 'Lệnh tạm dừng', en: 'Freezes' }, shown: watches },
    { to: paths.takedowns(), label: { vi: 'Yêu cầu gỡ bỏ', en: 'Take-downs' }, shown: watches },
    { to: paths.questions(), label: { vi: 'Câu hỏi', en: 'Questions' }, shown: true },
    {
      to: paths.incidents(),
      label: { vi: 'Sự cố', en: 'Incidents' },
      shown: watches || capabilities.includes('provider'),
    },
  ].filter((item) => item.shown);
  if (items.length < 2) return null;
  return (
    <nav className="row tabs" aria-label={t({ vi: 'Giám sát', en: 'Supervision' })}>
      {items.map(({ to, label }) => (
        <NavLink key={to} to={to} className="button">
          {t(label)}
        </NavLink>
      ))}
    </nav>
  );
}
