import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import type { MarkingTerms } from '../../contracts/fingerprint';
import { useAct, useData } from '../api';
import { useT } from '../i18n';
import { paths } from '../paths';
import { formText, TextField } from '../ui/fields';
import { Button, Callout, Facts, Problem, Section } from '../ui/parts';

/** On a listing: that copies are marked, and how much values may differ. Nothing where copies are exact. */
export function MarkingNote({ datasetId }: { datasetId: string }) {
  const t = useT();
  const { terms } = useData('getMarking', { params: { id: datasetId } });
  if (!terms) return null;
  return (
    <Section title={{ vi: 'Bản giao có dấu riêng', en: 'Marked copies' }}>
      <div className="stack">
        <p className="soft">
          {t({
            vi: 'Mỗi bên mua nhận một bản có dấu riêng; giá trị của các cột sau có thể lệch so với bản gốc không quá mức ghi bên cạnh. Các cột khác giữ nguyên.',
            en: 'Every buyer gets a copy of their own; values of these columns may differ from the original by at most what is stated. All other columns are exact.',
          })}
        </p>
        <Tolerances terms={terms} />
      </div>
    </Section>
  );
}

function Tolerances({ terms }: { terms: MarkingTerms }) {
  return <Facts facts={terms.columns.map(({ name, tolerance }) => [{ vi: name, en: name }, `± ${tolerance}`])} />;
}

/** The provider's statement of what may differ, and the way to the check of suspect copies. */
export function MarkingTermsForm({ datasetId, columns }: { datasetId: string; columns: readonly string[] }) {
  const t = useT();
  const params = { id: datasetId };
  const { terms } = useData('getMarking', { params });
  const set = useAct('setMarking');
  const [more, setMore] = useState(0);
  const count = Math.min(columns.length, Math.max(1, terms?.columns.length ?? 0) + more);
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const keys = text('keys')
      .split(/[,\s]+/)
      .filter(Boolean);
    const marked = Array.from({ length: count }, (_, at) => ({
      name: text(`name${at}`),
      tolerance: Number(text(`by${at}`)),
    }));
    const body = { terms: { keys, columns: marked.filter(({ name }) => name !== '') } };
    void set.run({ params, body }).catch(() => null);
  };
  return (
    <Section title={{ vi: 'Bản giao có dấu riêng', en: 'Marked copies' }}>
      <form className="stack" onSubmit={save} key={JSON.stringify(terms)}>
        <p className="soft">
          {t({
            vi: 'Khi bật, mỗi bên mua nhận một bản hơi khác nhau trong mức lệch bạn ghi, để truy được nguồn nếu bị phát tán. Chỉ áp dụng cho thỏa thuận lập từ nay; điều này được ghi trong niêm yết và thỏa thuận. Đừng dùng cho dữ liệu cần chính xác tuyệt đối.',
            en: 'When on, every buyer gets a slightly different copy within the tolerance you state, so that a leak can be traced. Only for agreements made from now on; the listing and the agreement say so. Do not use it where exact values are needed.',
          })}
        </p>
        <TextField
          name="keys"
          required
          defaultValue={terms?.keys.join(', ')}
          label={t({
            vi: 'Cột khóa (phân biệt từng dòng, không bao giờ lệch)',
            en: 'Key columns (tell rows apart, never differ)',
          })}
          hint={columns.join(', ')}
        />
        {Array.from({ length: count }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added at the end
          <div className="grid-2" key={at}>
            <TextField
              name={`name${at}`}
              defaultValue={terms?.columns[at]?.name}
              label={`${t({ vi: 'Cột được lệch', en: 'Column that may differ' })} ${at + 1}`}
            />
            <TextField
              name={`by${at}`}
              defaultValue={terms?.columns[at]?.tolerance}
              label={`${t({ vi: 'Mức lệch tối đa', en: 'By at most' })} ${at + 1}`}
              hint={t({
                vi: 'Theo đơn vị của cột; ngày: số ngày; thời điểm: số giây.',
                en: 'In the column’s unit; days of a date, seconds of a moment.',
              })}
            />
          </div>
        ))}
        <Problem problem={set.problem} />
        <div className="row">
          <Button type="submit" pending={set.pending}>
            {t({ vi: 'Lưu', en: 'Save' })}
          </Button>
          <Button kind="quiet" onClick={() => setMore(more + 1)}>
            {t({ vi: 'Thêm cột', en: 'Add a column' })}
          </Button>
          {terms ? (
            <Button
              kind="danger"
              pending={set.pending}
              onClick={() => void set.run({ params, body: { terms: null } }).catch(() => null)}
            >
              {t({ vi: 'Giao bản chính xác từ nay', en: 'Exact copies from now on' })}
            </Button>
          ) : null}
        </div>
      </form>
      <p>
        <Link to={paths.leaks(datasetId)}>
          {t({ vi: 'Kiểm tra bản nghi bị phát tán', en: 'Check a suspect copy' })}
        </Link>
      </p>
    </Section>
  );
}

/** What one check told. */
export function Finding({ named, chance }: { named: readonly string[]; chance: number }) {
  const t = useT();
  if (named.length === 0) {
    return (
      <Callout title={t({ vi: 'Không xác định được', en: 'It cannot be told' })}>
        {t({
          vi: 'Tệp không đủ dấu để nêu tên ai: có thể không phải bản đã giao, hoặc đã bị sửa quá nhiều.',
          en: 'The file has too few marks to name anybody: it may be no delivered copy, or was changed too much.',
        })}
      </Callout>
    );
  }
  return (
    <Callout tone="warn" title={named.join(', ')}>
      {t({
        vi: `Nguồn có khả năng nhất. Xác suất nêu nhầm bất kỳ bên mua vô can nào không quá ${chance}.`,
        en: `The likely source. The chance that any innocent buyer is named is at most ${chance}.`,
      })}
    </Callout>
  );
}
