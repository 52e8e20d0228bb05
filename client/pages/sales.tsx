import { useT } from '../i18n';
import { OrderList } from '../parts/order-list';
import { paths } from '../paths';
import { Empty, PageHead } from '../ui/parts';

export default function Sales() {
  const t = useT();
  return (
    <>
      <PageHead title={t({ vi: 'Đơn bán', en: 'Sales' })} />
      <OrderList
        query={{ role: 'provider' }}
        to={paths.order}
        show="buyer"
        empty={<Empty title={{ vi: 'Chưa bán được đơn nào', en: 'Nothing has been sold yet' }} />}
      />
    </>
  );
}
