import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { AuditEventView } from '../../contracts/audit';
import type { Bilingual } from '../../contracts/common';
import type { ShownEvent } from '../../contracts/leaf';
import type { TimelineEntry } from '../../contracts/ordering';
import { number } from '../format';
import { useT } from '../i18n';
import { checkEvent, type Proven, proofAddress, type Verdict } from '../proofs';
import { Button, Callout, Dialog, Facts, Hash } from '../ui/parts';

type Kind = Verdict<Proven>['kind'] | 'checking';
export const kindNames: Record<Kind, Bilingual> = {
  waiting: { vi: 'Chờ vào sổ minh bạch', en: 'Waits for the log' },
  checking: { vi: 'Đang kiểm tra…', en: 'Checking…' },
  verified: { vi: 'Trình duyệt đã xác minh', en: 'Verified by this browser' },
  broken: { vi: 'Bằng chứng hỏng', en: 'Proof broken' },
  unable: { vi: 'Không kiểm được chữ ký', en: 'Signature not checked' },
  lost: { vi: 'Chưa tải được bằng chứng', en: 'Proof not fetched' },
};
const tones: Record<Kind, string> = {
  waiting: 'neutral',
  checking: 'neutral',
  verified: 'good',
  broken: 'bad',
  unable: 'warn',
  lost: 'warn',
};
const strokes: Record<Kind, string> = {
  waiting: 'M8 4v4l3 2',
  checking: 'M8 4v4l3 2',
  verified: 'm4.5 8.5 2.5 2.5 4.5-5.5',
  broken: 'm5 5 6 6m0-6-6 6',
  unable: 'M8 4.5v4.5m0 2v.4',
  lost: 'M8 4.5v4.5m0 2v.4',
};

/** Whether an event stands in the log as the screen shows it, checked by the browser when it comes into sight. */
export function ProofState({ event }: { event: ShownEvent }) {
  const t = useT();
  const box = useRef<HTMLSpanElement>(null);
  const inSight = useInSight(box);
  const [open, setOpen] = useState(false);
  const check = useQuery({
    queryKey: ['proof', event],
    queryFn: () => checkEvent(event),
    enabled: inSight || open,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data?.kind === 'waiting' ? 2_000 : false),
  });
  const verdict = check.data;
  const kind = verdict?.kind ?? (check.isError ? 'lost' : 'checking');
  const label = t(kindNames[kind]);
  return (
    <span ref={box} className="proof-box">
      <button
        type="button"
        className={`proof ${tones[kind]}`}
        data-proof={kind}
        aria-label={event.sentence ? `${label}: ${t(event.sentence)}` : label}
        onClick={() => setOpen(true)}
      >
        <ProofMark kind={kind} />
        {label}
      </button>
      {verdict?.kind === 'broken' ? (
        <span className="proof-fault" role="alert">
          {t({
            vi: 'Sự kiện này không khớp với sổ minh bạch.',
            en: 'This event does not fit the transparency log.',
          })}{' '}
          <code lang="en">{verdict.reason}</code>
        </span>
      ) : null}
      <Dialog open={open} onClose={() => setOpen(false)} title={label}>
        <Details event={event} verdict={verdict} again={() => void check.refetch()} busy={check.isFetching} />
        <div className="row">
          <Button onClick={() => setOpen(false)}>{t({ vi: 'Đóng', en: 'Close' })}</Button>
        </div>
      </Dialog>
    </span>
  );
}

export function ProofMark({ kind }: { kind: Kind }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor">
      <circle cx="8" cy="8" r="6.75" strokeWidth="1.2" />
      <path d={strokes[kind]} strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

type DetailsProps = { event: ShownEvent; verdict: Verdict<Proven> | undefined; again: () => void; busy: boolean };

/** What was checked, with which result, and the proof to take away. */
function Details({ event, verdict, again, busy }: DetailsProps) {
  const t = useT();
  const proven = verdict?.kind === 'verified' ? verdict.proven : null;
  return (
    <>
      <p>{t(sentences[verdict?.kind ?? 'checking'])}</p>
      {verdict?.kind === 'broken' || verdict?.kind === 'unable' ? (
        <Callout tone={verdict.kind === 'broken' ? 'bad' : 'warn'}>
          <code lang="en">{verdict.reason}</code>
        </Callout>
      ) : null}
      {proven?.leaf.hidden ? (
        <Callout tone="warn">
          {t({
            vi: 'Nội dung của sự kiện này không công khai: sổ chỉ giữ mã băm có muối. Đã so được loại, giờ và tổ chức.',
            en: 'The content of this event is not public: the log holds a salted hash of it. Type, time and organisation were compared.',
          })}
        </Callout>
      ) : null}
      {proven ? (
        <>
          <Facts
            facts={[
              [{ vi: 'Vị trí', en: 'Index' }, `${number(proven.index)} / ${number(proven.size)}`],
              [{ vi: 'Mã băm mục', en: 'Leaf hash' }, <Hash key="leaf" value={proven.hash} />],
              [{ vi: 'Gốc cây', en: 'Root' }, <Hash key="root" value={proven.root} />],
              [{ vi: 'Ký bởi', en: 'Signed by' }, <code key="signer">{proven.signer}</code>],
            ]}
          />
          <section
            className="scroll leaf"
            tabIndex={0}
            aria-label={t({ vi: 'Mục trong sổ', en: 'The entry in the log' })}
          >
            {JSON.stringify(proven.leaf, null, 2)}
          </section>
        </>
      ) : null}
      <div className="row">
        {verdict && verdict.kind !== 'waiting' ? (
          <a className="button" href={proofAddress(event.id)} download={`${event.id}.tlog-proof`}>
            {t({ vi: 'Tải bằng chứng (.tlog-proof)', en: 'Download the .tlog-proof' })}
          </a>
        ) : null}
        {verdict && verdict.kind !== 'verified' ? (
          <Button onClick={again} pending={busy}>
            {t({ vi: 'Kiểm tra lại', en: 'Check again' })}
          </Button>
        ) : null}
      </div>
    </>
  );
}

const sentences: Record<Kind, Bilingual> = {
  waiting: {
    vi: 'Sự kiện vừa được ghi và sẽ có chỗ trong sổ sau vài giây; trình duyệt sẽ tự kiểm tra lại.',
    en: 'The event has just been recorded and gets its place in some seconds; the browser looks again by itself.',
  },
  checking: { vi: 'Trình duyệt đang tải và kiểm tra bằng chứng.', en: 'The browser fetches and checks the proof.' },
  verified: {
    vi: 'Chính trình duyệt này đã tính lại mã băm, đường đi đến gốc cây, chữ ký của sổ và sự liền mạch với lần xem trước; nội dung trên màn hình đúng như trong sổ. Lời riêng và người chỉ có trong sổ dưới dạng mã băm có muối.',
    en: 'This very browser has computed the hash, the path to the root, the log’s signature and the continuity with what it saw before; what the screen shows is what the log holds. People and their own words are in the log as salted hashes only.',
  },
  broken: {
    vi: 'Bằng chứng không khớp: sự kiện, sổ hoặc đường truyền đã bị sửa. Hãy tải bằng chứng, gửi cho cơ quan quản lý và đơn vị vận hành, và đừng dựa vào sự kiện này.',
    en: 'The proof does not hold: the event, the log or the connection was tampered with. Download the proof, send it to the regulator and the operator, and do not rely on this event.',
  },
  unable: {
    vi: 'Trình duyệt này không kiểm tra được chữ ký (thiếu Ed25519 hoặc kết nối không an toàn), nên chưa có kết luận nào. Hãy dùng trình duyệt mới hơn, hoặc tải bằng chứng và kiểm tra bằng công cụ khác.',
    en: 'This browser cannot check signatures (it lacks Ed25519, or the connection is not secure), so there is no verdict. Use a newer browser, or download the proof and check it with another tool.',
  },
  lost: {
    vi: 'Chưa tải được bằng chứng từ sàn; hãy kiểm tra kết nối rồi thử lại.',
    en: 'The proof could not be fetched from the exchange; check the connection and try again.',
  },
};

/** True from the moment the element is first in sight. */
function useInSight(box: RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!box.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      setSeen(true);
      observer.disconnect();
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box]);
  return seen;
}

/** An entry of a timeline as it is compared with the log. */
export function shownEntry({ eventId, type, at, sentence, organisation, subject, data }: TimelineEntry): ShownEvent {
  return { id: eventId, type, at, sentence, organisation: organisation?.id ?? null, subject, data };
}

/** An audit event as it is compared with the log. */
export function shownEvent({ id, type, at, sentence, actor, subject, about, data }: AuditEventView): ShownEvent {
  const organisation = actor.organisation?.id ?? null;
  return { id, type, at, sentence, organisation, person: actor.person, subject, about, data };
}

/** The proof of the one entry of a timeline that is of a type and carries a value; nothing where there is none. */
export function ProofOf({ entries, type, of }: { entries: readonly TimelineEntry[]; type: string; of: string }) {
  const entry = entries.find((one) => one.type === type && Object.values(one.data).includes(of));
  return entry ? <ProofState event={shownEntry(entry)} /> : null;
}
