import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import type { DatasetView, RevisionView } from '../../contracts/catalogue';
import type { ProblemBody } from '../../contracts/problems';
import { answerOf, asProblem, useAct, useData } from '../api';
import { bytes } from '../format';
import { useLanguage, useT } from '../i18n';
import { Button, Callout, Hash, Problem, ProgressBar, Section } from '../ui/parts';
import { Actions } from './actions';
import { DictionaryEditor } from './dictionary-editor';
import { useLive } from './live';
import { State } from './state';

/** The newest revision of an own dataset: files, finalising, profiling as it happens. */
export function RevisionEditor({ dataset }: { dataset: DatasetView }) {
  const t = useT();
  const open = useAct('openRevision');
  const newest = dataset.revisions[0];
  const mayOpen =
    ['draft', 'needs_changes', 'listed'].includes(dataset.state) &&
    newest?.state !== 'draft' &&
    newest?.state !== 'profiling';
  return (
    <Section title={{ vi: 'Dữ liệu', en: 'Data' }}>
      <div className="stack">
        {newest ? <Revision id={newest.id} dataset={dataset} /> : null}
        {mayOpen ? (
          <div>
            <Button
              onClick={() => void open.run({ params: { id: dataset.id } }).catch(() => null)}
              pending={open.pending}
              kind={newest ? 'plain' : 'primary'}
            >
              {newest
                ? t({ vi: 'Mở phiên bản mới', en: 'Open a new revision' })
                : t({ vi: 'Bắt đầu tải dữ liệu', en: 'Start uploading' })}
            </Button>
            <Problem problem={open.problem} />
          </div>
        ) : null}
      </div>
    </Section>
  );
}

function Revision({ id, dataset }: { id: string; dataset: DatasetView }) {
  const t = useT();
  const revision = useData('getRevision', { params: { id } });
  const move = useAct('transitionRevision');
  useLive('watchRevision', 'getRevision', { params: { id } }, revision.state === 'profiling');
  return (
    <div className="panel stack">
      <div className="row">
        <strong>
          {t({ vi: 'Phiên bản', en: 'Revision' })} {revision.number}
        </strong>
        <State of="revision" state={revision.state} />
      </div>
      {revision.stateReason ? <Callout tone="bad">{revision.stateReason}</Callout> : null}
      <Files revision={revision} />
      {revision.state === 'draft' ? <Upload revisionId={id} /> : null}
      {revision.state === 'profiling' ? (
        <ProgressBar
          fraction={revision.progress?.fraction ?? 0}
          label={revision.progress?.step ?? t({ vi: 'đang phân tích', en: 'profiling' })}
        />
      ) : null}
      <Actions
        actions={
          revision.files.length === 0 ? revision.actions.filter((one) => one.action !== 'finalise') : revision.actions
        }
        run={(action, reason) =>
          move.run({ params: { id }, body: { action: action as 'finalise', ...(reason ? { reason } : {}) } })
        }
      />
      {revision.files.some((file) => file.columns) ? <DictionaryEditor dataset={dataset} revision={revision} /> : null}
    </div>
  );
}

function Files({ revision }: { revision: RevisionView }) {
  const { t, language } = useLanguage();
  const remove = useAct('removeFile');
  return (
    <ul className="list">
      {revision.files.map((file) => (
        <li key={file.id} className="row">
          <strong>{file.name}</strong>
          <span className="faint">{bytes(file.bytes, language)}</span>
          <Hash value={file.sha256} />
          {revision.state === 'draft' ? (
            <Button
              kind="quiet"
              label={t({ vi: `Bỏ tệp ${file.name}`, en: `Remove ${file.name}` })}
              onClick={() => void remove.run({ params: { id: revision.id, fileId: file.id } }).catch(() => null)}
            >
              {t({ vi: 'Bỏ', en: 'Remove' })}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** Sends files one after another, with the share that has gone. */
function Upload({ revisionId }: { revisionId: string }) {
  const t = useT();
  const queries = useQueryClient();
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<{ name: string; fraction: number } | null>(null);
  const [problem, setProblem] = useState<ProblemBody | null>(null);
  const send = async (files: readonly File[]) => {
    setProblem(null);
    try {
      for (const file of files) {
        await upload(revisionId, file, (fraction) => setSending({ name: file.name, fraction }));
      }
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
          {t({ vi: 'Thả tệp CSV, JSON hoặc Parquet vào đây, hoặc', en: 'Drop CSV, JSON or Parquet files here, or' })}
        </p>
        <label className="button">
          {t({ vi: 'Chọn tệp', en: 'Choose files' })}
          <input
            className="visually-hidden"
            type="file"
            multiple
            accept=".csv,.json,.parquet"
            onChange={(event) => {
              const files = [...(event.target.files ?? [])];
              event.target.value = '';
              void send(files);
            }}
          />
        </label>
      </div>
      {sending ? <ProgressBar fraction={sending.fraction} label={sending.name} /> : null}
      <Problem problem={problem} />
    </div>
  );
}

/** fetch cannot tell how much has been sent; XMLHttpRequest can. */
function upload(revisionId: string, file: File, tell: (fraction: number) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/revisions/${revisionId}/files`);
    request.upload.onprogress = (event) => tell(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = () => reject(new Error('The connection was lost.'));
    request.onload = () => {
      const type = request.getResponseHeader('Content-Type') ?? '';
      const reply = new Response(request.responseText, { status: request.status, headers: { 'Content-Type': type } });
      answerOf(reply).then(resolve, reject);
    };
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}
