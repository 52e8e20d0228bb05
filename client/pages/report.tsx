import { useNavigate, useParams } from 'react-router';
import { monthsUpTo, periodName, periodsOf } from '../../contracts/periods';
import { useData } from '../api';
import { dateTime } from '../format';
import { useLanguage } from '../i18n';
import { FigureTable, MoneyFlow } from '../parts/figures';
import { paths } from '../paths';
import { SelectField } from '../ui/fields';
import { Callout, PageHead, Section } from '../ui/parts';

export default function Report() {
  const { period = periodsOf(new Date()).quarter } = useParams();
  const { t, language } = useLanguage();
  const navigate = useNavigate();
  const report = useData('getReport', { params: { period } });
  const file = (kind: 'csv' | 'pdf') => `/api/v1/reports/${period}/${kind}?language=${language}`;
  return (
    <>
      <PageHead
        title={t({ vi: `Báo cáo định kỳ: ${t(periodName(period))}`, en: `Periodic report: ${t(periodName(period))}` })}
        lead={`${t({ vi: 'Đếm lúc', en: 'Counted at' })} ${dateTime(report.countedAt)}. ${t({
          vi: 'Mỗi con số dẫn đến các sự kiện mà nó được đếm từ đó.',
          en: 'Every number leads to the events it was counted from.',
        })}`}
      >
        <a className="button" href={file('pdf')} download>
          PDF
        </a>
        <a className="button" href={file('csv')} download>
          CSV
        </a>
      </PageHead>
      <div className="stack-wide">
        <div style={{ maxWidth: '18rem' }}>
          <SelectField
            key={period}
            name="period"
            label={t({ vi: 'Kỳ báo cáo', en: 'Period' })}
            defaultValue={period}
            options={periodChoices(period).map((one) => ({ value: one, label: t(periodName(one)) }))}
            onChoose={(chosen) => void navigate(paths.report(chosen))}
          />
        </div>
        {report.countedAt < report.to ? (
          <Callout tone="info">
            {t({
              vi: 'Kỳ chưa kết thúc; số liệu tính đến lúc đếm.',
              en: 'The period has not ended; numbers are up to the moment of counting.',
            })}
          </Callout>
        ) : null}
        {report.groups.map((group) =>
          group.key === 'flow' ? (
            <MoneyFlow key={group.key} group={group} period={period} />
          ) : (
            <Section key={group.key} title={group.title}>
              {group.note ? <p className="faint">{t(group.note)}</p> : null}
              {group.figures.length === 0 ? (
                <p className="soft">{t({ vi: 'Không có gì để đếm.', en: 'There is nothing to count.' })}</p>
              ) : (
                <FigureTable figures={group.figures} period={period} />
              )}
            </Section>
          ),
        )}
      </div>
    </>
  );
}

/** Years, quarters and months to choose from, newest first, and the one that is shown. */
function periodChoices(present: string): string[] {
  const months = monthsUpTo(new Date(), 36).reverse();
  const parts = (pick: (month: string) => string) => [...new Set(months.map(pick))];
  const quarters = parts((one) => `${one.slice(0, 4)}-Q${Math.ceil(Number(one.slice(5)) / 3)}`);
  const all = [...parts((one) => one.slice(0, 4)), ...quarters.slice(0, 8), ...months.slice(0, 18)];
  return all.includes(present) ? all : [present, ...all];
}
