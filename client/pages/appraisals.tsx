import { Link } from 'react-router';
import { useT, useTitle } from '../i18n';
import { AlsoProvider, Appraisal } from '../parts/appraisal';
import { More } from '../parts/more';
import { paths } from '../paths';
import { useSession } from '../session';
import { Empty, PageHead } from '../ui/parts';

export default function AppraisalsPage() {
  const t = useT();
  const title = useTitle();
  const { organisation } = useSession();
  const both = ['intermediary', 'provider'].every((one) => organisation?.capabilities.includes(one as 'provider'));
  return (
    <>
      <PageHead
        title={t({ vi: 'Thẩm định', en: 'Appraisals' })}
        lead={t({
          vi: 'Công bố lợi ích trước, rồi thẩm định. Kết quả là một căn cứ; đơn vị vận hành vẫn quyết định.',
          en: 'Disclose interests first, then appraise. The result is one basis; the operator still decides.',
        })}
      >
        {both ? <AlsoProvider /> : null}
      </PageHead>
      <More
        id="listAppraisals"
        given={{ query: {} }}
        empty={
          <Empty title={{ vi: 'Chưa có thẩm định nào', en: 'There is no appraisal' }}>
            <Link to={paths.home()}>{t({ vi: 'Mở một bộ dữ liệu để bắt đầu', en: 'Open a dataset to begin' })}</Link>
          </Empty>
        }
      >
        {(items) => (
          <ul className="list">
            {items.map((one) => (
              <li key={one.id} className="stack">
                <h2>
                  <Link to={paths.dataset(one.datasetId)}>{title(one)}</Link>
                </h2>
                <ul className="list">
                  <Appraisal appraisal={one} />
                </ul>
              </li>
            ))}
          </ul>
        )}
      </More>
    </>
  );
}
