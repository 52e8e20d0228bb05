import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import type { ProblemBody } from '../../contracts/problems';
import { asProblem } from '../api';
import { useT } from '../i18n';
import { Problem, ProgressBar } from '../ui/parts';
import { sendFile } from './uploading';

const accepted = '.csv,.tsv,.txt,.json,.ndjson,.jsonl,.geojson,.parquet,.xlsx,.zip,.gz';

type Props = {
  /** The draft revision that files go into; made when the first file is dropped. */
  revision: () => Promise<string>;
  /** Is given a `datapackage.json` that was dropped; it is no data file. */
  onPackage?: (content: unknown) => void;
  onSent?: () => void;
};

/** Takes files and sends them one after another, with the share that has gone; what broke off goes on where it was. */
export function DropFiles({ revision, onPackage, onSent }: Props) {
  const t = useT();
  const queries = useQueryClient();
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<{ name: string; fraction: number } | null>(null);
  const [problem, setProblem] = useState<ProblemBody | null>(null);
  const send = async (files: readonly File[]) => {
    setProblem(null);
    try {
      for (const file of files) {
        if (onPackage && /^datapackage\.json$/i.test(file.name)) {
          onPackage(JSON.parse(await file.text()));
          continue;
        }
        setSending({ name: file.name, fraction: 0 });
        await sendFile(await revision(), file, (fraction) => setSending({ name: file.name, fraction }));
      }
      onSent?.();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setSending(null);
      await queries.invalidateQueries();
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void send([...event.dataTransfer.files]);
  };
  return (
    <div className="stack">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button inside does the same */}
      <div
        className={over ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p>
          {t({
            vi: 'Thả tệp CSV, Excel, JSON, NDJSON, GeoJSON, Parquet, kể cả nén ZIP hoặc GZ, vào đây, hoặc',
            en: 'Drop CSV, Excel, JSON, NDJSON, GeoJSON or Parquet files here, zipped or not, or',
          })}
        </p>
        <label className="button">
          {t({ vi: 'Chọn tệp', en: 'Choose files' })}
          <input
            className="visually-hidden"
            type="file"
            multiple
            accept={accepted}
            disabled={sending !== null}
            onChange={(event) => {
              const files = [...(event.target.files ?? [])];
              event.target.value = '';
              void send(files);
            }}
          />
        </label>
        <p className="faint">
          {t({
            vi: 'Mọi bảng mã (UTF-8, UTF-16, Windows-1258), dấu phẩy thập phân đều đọc được. Đứt mạng thì tải tiếp, không phải làm lại.',
            en: 'Any encoding (UTF-8, UTF-16, Windows-1258) and decimal commas are read. A broken upload goes on where it stopped.',
          })}
        </p>
      </div>
      {sending ? <ProgressBar fraction={sending.fraction} label={sending.name} /> : null}
      <Problem problem={problem} />
    </div>
  );
}
