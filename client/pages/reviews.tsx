import { useT } from '../i18n';
import { More } from '../parts/more';
import { Empty, PageHead } from '../ui/parts';
import { Entry } from './catalogue';

export default function Reviews() {
  const t = useT();
  return (
    <>
      <PageHead
        title={t({ vi: 'Chờ kiểm duyệt', en: 'Review queue' })}
        lead={t({
          vi: 'Cũ nhất trước. Mở từng hồ sơ để duyệt, trả lại hoặc từ chối.',
          en: 'Oldest first. Open one to approve, return or reject it.',
        })}
      />
      <More
        id="listReviewQueue"
        given={{}}
        empty={<Empty title={{ vi: 'Không có hồ sơ nào đang chờ', en: 'Nothing is waiting' }} />}
      >
        {(items) => (
          <ul className="list">
            {items.map((card) => (
              <Entry key={card.id} card={card} />
            ))}
          </ul>
        )}
      </More>
    </>
  );
}
