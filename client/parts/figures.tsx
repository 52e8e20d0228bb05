import { Link } from 'react-router';
import { type FigureView, lengthOf, type ReportView } from '../../contracts/reporting';
import { money, number } from '../format';
import { useLanguage, useT } from '../i18n';
import { paths } from '../paths';
import { Flow } from '../ui/charts';
import { Section } from '../ui/parts';

/** A number as people read it; a dash for the median of nothing. */
export function useFigureText(): (figure: Pick<FigureView, 'unit' | 'value'>) => string {
  const { t, language } = useLanguage();
  return ({ unit, value }) => {
    if (value === null) return '–';
    if (unit !== 'hours') return unit === 'vnd' ? money(value) : number(value);
    const { amount, name } = lengthOf(value);
    const format = new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 1 });
    return `${format.format(amount)} ${t(name)}`;
  };
}

/** The number itself: a link to the events it was counted from, where there are any. */
export function FigureLink({ figure, period }: { figure: FigureView; period: string }) {
  const text = useFigureText();
  const t = useT();
  if (figure.events === 0) return <>{text(figure)}</>;
  const label = t({
    vi: `${t(figure.label)}: ${text(figure)}, xem ${number(figure.events)} sự kiện`,
    en: `${t(figure.label)}: ${text(figure)}, see ${number(figure.events)} events`,
  });
  return (
    <Link to={paths.figure(period, figure.key)} aria-label={label}>
      {text(figure)}
    </Link>
  );
}

export function FigureTable({
  figures,
  period,
  swatches,
}: {
  figures: readonly FigureView[];
  period: string;
  swatches?: boolean;
}) {
  const t = useT();
  return (
    <table className="table figures">
      <thead>
        <tr>
          <th scope="col">{t({ vi: 'Số liệu', en: 'Number' })}</th>
          <th scope="col" className="number">
            {t({ vi: 'Giá trị', en: 'Value' })}
          </th>
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.key}>
            <td>
              {swatches ? <span className={`swatch ${figure.key.replace('.', '-')}`} aria-hidden="true" /> : null}
              {t(figure.label)}
            </td>
            <td className="number">
              <FigureLink figure={figure} period={period} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Group = ReportView['groups'][number];

/** The flow of money as a picture, with its numbers beside. */
export function MoneyFlow({ group, period }: { group: Group; period: string }) {
  const t = useT();
  const text = useFigureText();
  const ends = (...keys: string[]) =>
    keys.map((key) => ({ key, value: group.figures.find((one) => one.key === `flow.${key}`)?.value ?? 0 }));
  const [incoming, outgoing] = [
    ends('before', 'received'),
    ends('released', 'fees', 'refunded', 'chargebacks', 'after'),
  ];
  // What more was taken back than given in a period comes in, like any money that comes in.
  const back = outgoing.filter((one) => one.value < 0).map((one) => ({ ...one, value: -one.value }));
  const words = group.figures.map((one) => `${t(one.label)} ${text(one)}`).join('; ');
  const moved = group.figures.some((one) => one.value !== 0);
  return (
    <Section title={group.title}>
      <div className="grid-2">
        <FigureTable figures={group.figures} period={period} swatches />
        {moved ? (
          <Flow label={`${t(group.title)}: ${words}`} from={[...incoming, ...back]} to={outgoing} />
        ) : (
          <p className="soft">{t({ vi: 'Kỳ này chưa có dòng tiền.', en: 'No money has moved in this period.' })}</p>
        )}
      </div>
      {group.note ? <p className="faint">{t(group.note)}</p> : null}
    </Section>
  );
}
