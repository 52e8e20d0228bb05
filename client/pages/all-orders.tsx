import { useT } from '../i18n';
import { LookUpCounts } from '../parts/look-up-counts';
import { OrderList } from '../parts/order-list';
import { paths } from '../paths';
import { Empty, PageHead } from '../ui/parts';

export default function AllOrders() {
  const t = useT();
  return (
    <>
      <PageHead
        title={t({ vi: 'Hồ sơ đơn hàng', en: 'Order files' })}
        lead={t({
          vi: 'Mở hồ sơ để xem toàn bộ giao dịch. Mỗi lần mở được ghi lại.',
          en: 'Open a file to see the whole transaction. Every look is recorded.',
        })}
      />
      <OrderList
        query={{}}
        to={paths.orderFile}
        show="both"
        empty={<Empty title={{ vi: 'Chưa có đơn hàng', en: 'There are no orders' }} />}
      />
      <br />
      <LookUpCounts />
    </>
  );
}
