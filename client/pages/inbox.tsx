import { Link } from 'react-router';
import { useT } from '../i18n';
import { RequestList } from '../parts/request-list';
import { paths } from '../paths';
import { Empty, PageHead } from '../ui/parts';

export default function Inbox() {
  const t = useT();
  return (
    <>
      <PageHead title={t({ vi: 'Yêu cầu đến', en: 'Request inbox' })} />
      <RequestList
        box="received"
        empty={
          <Empty title={{ vi: 'Chưa có yêu cầu nào', en: 'No request has come yet' }}>
            <p>
              {t({
                vi: 'Bên mua gửi yêu cầu khi bộ dữ liệu của bạn được niêm yết.',
                en: 'Buyers send requests once your dataset is listed.',
              })}
            </p>
            <Link className="button" to={paths.ownDatasets()}>
              {t({ vi: 'Bộ dữ liệu của tôi', en: 'My datasets' })}
            </Link>
          </Empty>
        }
      />
    </>
  );
}
