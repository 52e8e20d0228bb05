import { Link } from 'react-router';
import type { HoldView } from '../../contracts/supervision';
import { useT, useTitle } from '../i18n';
import { paths } from '../paths';
import { useHas, useSession } from '../session';

const kinds = {
  organisation: { vi: 'Tổ chức', en: 'Organisation' },
  dataset: { vi: 'Bộ dữ liệu', en: 'Dataset' },
  order: { vi: 'Đơn hàng', en: 'Order' },
  entitlement: { vi: 'Quyền truy cập', en: 'Access' },
};

/** What an act of supervision is about, as a link to the page where the reader may see it. */
export function SubjectLink({ subject }: { subject: HoldView['subject'] }) {
  const t = useT();
  const title = useTitle();
  const to = usePlace(subject);
  const words = `${t(kinds[subject.kind])}: ${title(subject)}`;
  return to === null ? <span>{words}</span> : <Link to={to}>{words}</Link>;
}

function usePlace({ kind, id }: HoldView['subject']): string | null {
  const regulator = useHas('regulator');
  const watches = useHas('operator') || regulator;
  const own = useSession().organisation?.id === id;
  if (kind === 'dataset') return paths.dataset(id);
  if (kind === 'order') return regulator ? paths.transaction(id) : paths.order(id);
  if (kind === 'organisation') return own ? paths.organisation() : watches ? paths.organisationReview(id) : null;
  return watches ? null : paths.library();
}
