import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useParams } from 'react-router';
import type { ProblemBody } from '../../contracts/problems';
import { answerOf, asProblem, useData } from '../api';
import { dateTime, number } from '../format';
import { useT, useTitle } from '../i18n';
import { Finding } from '../parts/marking';
import { Button, Empty, Hash, PageHead, Problem, Section } from '../ui/parts';

export default function Leaks() {
  const { id = '' } = useParams();
  const t = useT();
  const title = useTitle();
  const dataset = useData('getDataset', { params: { id } });
  const { items } = useData('listLeakChecks', { params: { id } });
  return (
    <>
      <PageHead
        eyebrow={title(dataset)}
        title={t({ vi: 'Kiểm tra bản nghi bị phát tán', en: 'Check a suspect copy' })}
        lead={t({
          vi: 'Tải lên tệp bạn tìm thấy; sàn so dấu với mọi bản đã giao. Tệp được giữ làm chứng cứ, kết quả được ghi vào sổ.',
          en: 'Upload the file you found; its marks are compared with every copy that was delivered. The file is kept as evidence, the result is recorded.',
        })}
      />
      <div className="stack-wide">
        {dataset.own ? <Suspect id={id} /> : null}
        <Section title={{ vi: 'Đã kiểm tra', en: 'Checked so far' }}>
          {items.length === 0 ? (
            <Empty title={{ vi: 'Chưa kiểm tra tệp nào', en: 'No file was checked yet' }} />
          ) : (
            <ul className="list">
              {items.map((one) => (
                <li key={one.id} className="entry">
                  <h3>{one.fileName}</h3>
                  <Finding
                    named={one.named.map(({ organisation }) => title(organisation))}
                    chance={one.falseAccusation}
                  />
                  <div className="meta">
                    <span>
                      {t({ vi: 'Vị trí mã đọc được', en: 'Positions of the code heard' })}: {number(one.positions)}
                    </span>
                    <span>
                      {t({ vi: 'Bên mua được so', en: 'Buyers compared' })}: {number(one.buyers)}
                    </span>
                    <time dateTime={one.at}>{dateTime(one.at)}</time>
                    <Hash value={one.sha256} />
                  </div>
                </li>
              ))}
            </ul>
          )}
        </Section>
      </div>
    </>
  );
}

function Suspect({ id }: { id: string }) {
  const t = useT();
  const field = useId();
  const queries = useQueryClient();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ProblemBody | null>(null);
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setPending(true);
    setProblem(null);
    try {
      await answerOf(await fetch(`/api/v1/datasets/${id}/leak-checks`, { method: 'POST', body: new FormData(form) }));
      form.reset();
      await queries.invalidateQueries();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <form className="panel stack" onSubmit={(event) => void send(event)}>
      <div className="field">
        <label htmlFor={field}>
          {t({ vi: 'Tệp nghi vấn (CSV, JSON hoặc Parquet)', en: 'Suspect file (CSV, JSON or Parquet)' })}
        </label>
        <input id={field} className="input" type="file" name="file" required accept=".csv,.json,.parquet" />
      </div>
      <Problem problem={problem} />
      <div>
        <Button type="submit" kind="primary" pending={pending}>
          {pending ? t({ vi: 'Đang so dấu…', en: 'Comparing marks …' }) : t({ vi: 'Kiểm tra', en: 'Check' })}
        </Button>
      </div>
    </form>
  );
}
