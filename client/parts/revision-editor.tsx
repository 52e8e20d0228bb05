import type { DatasetView, RevisionView } from '../../contracts/catalogue';
import { useAct, useData } from '../api';
import { bytes, number } from '../format';
import { useLanguage, useT } from '../i18n';
import { Button, Callout, Hash, Problem, ProgressBar, Section } from '../ui/parts';
import { Actions } from './actions';
import { DictionaryEditor } from './dictionary-editor';
import { DropFiles } from './drop-files';
import { useLive } from './live';
import { Changes } from './measured';
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
      <RevisionFileList revision={revision} />
      {revision.state === 'draft' ? <DropFiles revision={async () => id} /> : null}
      <Changes revision={revision} />
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
      {revision.files.some((file) => file.columns) ? (
        <details>
          <summary>{t({ vi: 'Từ điển dữ liệu', en: 'Data dictionary' })}</summary>
          <DictionaryEditor key={revision.state} dataset={dataset} revision={revision} />
        </details>
      ) : null}
    </div>
  );
}

/** The files of a revision, with what each was taken out of; a draft lets go of them. */
export function RevisionFileList({ revision }: { revision: RevisionView }) {
  const { t, language } = useLanguage();
  const remove = useAct('removeFile');
  return (
    <ul className="list">
      {revision.files.map((file) => (
        <li key={file.id} className="row">
          <strong>{file.name}</strong>
          <span className="faint">{bytes(file.bytes, language)}</span>
          <Hash value={file.sha256} />
          {file.container ? (
            <span className="faint">
              {t({ vi: 'từ', en: 'from' })} {file.container.name}
            </span>
          ) : null}
          {file.rows === null ? null : (
            <span className="faint">
              {number(file.rows)} {t({ vi: 'dòng', en: 'rows' })}
            </span>
          )}
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
