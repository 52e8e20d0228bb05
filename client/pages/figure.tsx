import { Link, useParams } from 'react-router';
import { periodName } from '../../contracts/periods';
import { useT } from '../i18n';
import { EventList } from '../parts/event-list';
import { useFigureText } from '../parts/figures';
import { More } from '../parts/more';
import { paths } from '../paths';
import { Callout, Empty, PageHead } from '../ui/parts';

/** The events a number of a report was counted from. */
export default function Figure() {
  const { period = '', key = '' } = useParams();
  const t = useT();
  const text = useFigureText();
  return (
    <More
      id="listFigureEvents"
      given={{ params: { period, key } }}
      empty={
        <>
          <PageHead title={t({ vi: 'Số liệu không có sự kiện', en: 'A number without events' })} />
          <Empty title={{ vi: 'Không có sự kiện nào được đếm', en: 'No event was counted' }} />
        </>
      }
    >
      {(items, { figure }) => (
        <>
          <PageHead
            eyebrow={
              <>
                <Link to={paths.report(period)}>{t(periodName(period))}</Link> · {figure.key}
              </>
            }
            title={`${t(figure.label)}: ${text(figure)}`}
            lead={t({
              vi: `Đúng ${figure.events} sự kiện sau đây tạo nên con số này.`,
              en: `Exactly these ${figure.events} events make up the number.`,
            })}
          />
          <div className="stack">
            {figure.unit === 'hours' ? (
              <Callout tone="info">
                {t({
                  vi: 'Con số là trung vị của khoảng thời gian dẫn đến từng sự kiện.',
                  en: 'The number is the median of the times that led to each event.',
                })}
              </Callout>
            ) : null}
            <EventList events={items.map((one) => one.event)} />
          </div>
        </>
      )}
    </More>
  );
}
