import { Link } from 'react-router';
import { useT } from '../i18n';
import { RequestList } from '../parts/request-list';
import { paths } from '../paths';
import { Empty, PageHead } from '../ui/parts';

export default function Requests() {
  const t = useT();
  return (
    <>
      <PageHead title={t({ vi: 'Yêu cầu đã gửi', en: 'Requests sent' })} />
      <RequestList
        box="sent"
        empty={
          <Empty title={{ vi: 'Bạn chưa gửi yêu cầu nào', en: 'You have sent no request yet' }}>
            <Link className="button primary" to={paths.home()}>
              {t({ vi: 'Tìm dữ liệu', en: 'Find data' })}
            </Link>
          </Empty>
        }
      />
    </>
  );
}
