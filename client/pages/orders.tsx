import { Link } from 'react-router';
import { useT } from '../i18n';
import { OrderList } from '../parts/order-list';
import { paths } from '../paths';
import { Empty, PageHead } from '../ui/parts';

export default function Orders() {
  const t = useT();
  return (
    <>
      <PageHead title={t({ vi: 'Đơn hàng', en: 'Orders' })} />
      <OrderList
        query={{ role: 'buyer' }}
        to={paths.order}
        show="provider"
        empty={
          <Empty title={{ vi: 'Chưa có đơn hàng nào', en: 'There is no order yet' }}>
            <p>
              {t({
                vi: 'Đơn hàng được lập khi bạn ký một thỏa thuận.',
                en: 'An order is placed when you sign an agreement.',
              })}
            </p>
            <Link className="button primary" to={paths.home()}>
              {t({ vi: 'Tìm dữ liệu', en: 'Find data' })}
            </Link>
          </Empty>
        }
      />
    </>
  );
}
