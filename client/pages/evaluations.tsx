import { Link } from 'react-router';
import { useData } from '../api';
import { useT } from '../i18n';
import { EvaluationCards } from '../parts/evaluation-lists';
import { paths } from '../paths';
import { Empty, PageHead } from '../ui/parts';

export default function Evaluations() {
  const t = useT();
  const { items } = useData('listEvaluations', { query: {} });
  return (
    <>
      <PageHead
        title={t({ vi: 'Phiên thử nghiệm dữ liệu', en: 'Evaluation sessions' })}
        lead={t({
          vi: 'Hỏi trên toàn bộ dữ liệu trước khi mua; chỉ số tổng hợp được đưa ra.',
          en: 'Questions of the full data before buying; only aggregates leave.',
        })}
      />
      {items.length === 0 ? (
        <Empty title={{ vi: 'Chưa có phiên nào', en: 'No session yet' }}>
          <Link className="button" to={paths.home()}>
            {t({ vi: 'Tìm bộ dữ liệu cho thử', en: 'Find a dataset to try' })}
          </Link>
        </Empty>
      ) : (
        <EvaluationCards sessions={items} heading="h2" />
      )}
    </>
  );
}
