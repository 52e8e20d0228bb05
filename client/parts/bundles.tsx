import type { bundleScopes } from '../../contracts/reporting';
import { useAct, useData } from '../api';
import { bytes, dateTime, number } from '../format';
import { useLanguage, useT } from '../i18n';
import { useHas } from '../session';
import { Button, Hash, Problem, ProgressBar, Section } from '../ui/parts';
import { useLive } from './live';
import { State } from './state';

type Props = { kind: (typeof bundleScopes)[number]; id: string };

/** Evidence bundles of what is shown, and the button that asks for one; for the operator and the regulator only. */
export function Bundles(props: Props) {
  const operator = useHas('operator');
  const regulator = useHas('regulator');
  return operator || regulator ? <BundleSection {...props} /> : null;
}

function BundleSection({ kind, id }: Props) {
  const t = useT();
  const { items } = useData('listBundles', { query: { scope: id, limit: 5 } });
  const ask = useAct('requestBundle');
  return (
    <Section title={{ vi: 'Bộ chứng cứ', en: 'Evidence bundle' }}>
      <div className="stack">
        <p className="soft">
          {t({
            vi: 'Một tệp .zip gồm tài liệu, bằng chứng của từng sự kiện, điểm kiểm tra đã ký và bản tóm tắt. Việc yêu cầu và tải đều được ghi lại.',
            en: 'One .zip with the documents, a proof of every event, the signed checkpoint and a summary. Asking for it and fetching it are recorded.',
          })}
        </p>
        <div>
          <Button pending={ask.pending} onClick={() => void ask.run({ body: { kind, id } }).catch(() => null)}>
            {t({ vi: 'Lập bộ chứng cứ', en: 'Build a bundle' })}
          </Button>
        </div>
        <Problem problem={ask.problem} />
        {items.map((one) => (
          <BundleRow key={one.id} id={one.id} />
        ))}
      </div>
    </Section>
  );
}

const steps: Readonly<Record<string, { vi: string; en: string }>> = {
  documents: { vi: 'tài liệu', en: 'documents' },
  proofs: { vi: 'bằng chứng', en: 'proofs' },
  summary: { vi: 'bản tóm tắt', en: 'summary' },
};

function BundleRow({ id }: { id: string }) {
  const { t, language } = useLanguage();
  const given = { params: { id } };
  const bundle = useData('getBundle', given);
  useLive('watchBundle', 'getBundle', given, bundle.state === 'queued');
  const step = bundle.progress && steps[bundle.progress.step];
  return (
    <div className="panel stack">
      <div className="row">
        <code>{bundle.id}</code>
        <State of="bundle" state={bundle.state} />
        <span className="faint">{dateTime(bundle.createdAt)}</span>
      </div>
      {bundle.state === 'queued' ? (
        <ProgressBar
          fraction={bundle.progress?.fraction ?? 0}
          label={t(step ?? { vi: 'chờ đến lượt', en: 'waiting for its turn' })}
        />
      ) : null}
      {bundle.state === 'ready' && bundle.bytes !== null && bundle.sha256 !== null ? (
        <>
          <div className="row">
            <a className="button primary" href={`/api/v1/bundles/${id}/file`} download>
              {t({ vi: 'Tải .zip', en: 'Download .zip' })} ({bytes(bundle.bytes, language)})
            </a>
            <span className="faint">
              {number(bundle.events ?? 0)} {t({ vi: 'sự kiện', en: 'events' })}
              {bundle.expiresAt ? ` · ${t({ vi: 'đến', en: 'until' })} ${dateTime(bundle.expiresAt)}` : ''}
            </span>
          </div>
          <Hash value={bundle.sha256} />
        </>
      ) : null}
    </div>
  );
}
