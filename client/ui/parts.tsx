import { type ReactNode, useEffect, useId, useRef } from 'react';
import type { Bilingual } from '../../contracts/common';
import type { ProblemBody } from '../../contracts/problems';
import { useLanguage, useT } from '../i18n';

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'info';

type ButtonProps = {
  children: ReactNode;
  onClick?: () => void;
  kind?: 'primary' | 'danger' | 'quiet' | 'plain';
  type?: 'button' | 'submit';
  pending?: boolean;
  disabled?: boolean;
  label?: string;
  small?: boolean;
};

/** A button; while `pending` it cannot be pressed again. */
export function Button({
  children,
  onClick,
  kind = 'plain',
  type = 'button',
  pending,
  disabled,
  label,
  small,
}: ButtonProps) {
  return (
    <button
      type={type}
      className={`button ${kind}${small ? ' small' : ''}`}
      disabled={pending === true || disabled === true}
      aria-busy={pending === true}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(onClick === undefined ? {} : { onClick })}
    >
      {children}
    </button>
  );
}

export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`badge ${tone}`}>{children}</span>;
}

export function Callout({ tone = 'neutral', title, children }: { tone?: Tone; title?: string; children?: ReactNode }) {
  return (
    <div className={`callout ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {title === undefined ? null : <strong>{title}</strong>}
      {children}
    </div>
  );
}

/** A refusal of the server: what, why, and every field that is wrong. */
export function Problem({ problem }: { problem: ProblemBody | null }) {
  const { language } = useLanguage();
  if (!problem) return null;
  const vi = language === 'vi';
  return (
    <Callout tone="bad" title={vi ? problem.titleVi : problem.title}>
      <p>{vi ? problem.detailVi : problem.detail}</p>
      {problem.errors ? (
        <ul>
          {problem.errors.map((error) => (
            <li key={error.pointer + error.detail}>
              <code>{error.pointer}</code> {vi ? (error.detailVi ?? error.detail) : error.detail}
            </li>
          ))}
        </ul>
      ) : null}
    </Callout>
  );
}

/** The sentence for a field among the errors of a refusal. */
export function fieldError(problem: ProblemBody | null, pointer: string, vi: boolean): string | undefined {
  const found = problem?.errors?.find((error) => error.pointer === pointer);
  return found && (vi ? (found.detailVi ?? found.detail) : found.detail);
}

export function Empty({ title, children }: { title: Bilingual; children?: ReactNode }) {
  const t = useT();
  return (
    <div className="empty">
      <strong>{t(title)}</strong>
      {children}
    </div>
  );
}

export function PageHead({
  eyebrow,
  title,
  lead,
  children,
}: {
  eyebrow?: ReactNode;
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} – Datasan`;
  }, [title]);
  return (
    <header className="page-head">
      <div>
        {eyebrow ? <div className="eyebrow">{eyebrow}</div> : null}
        <h1>{title}</h1>
        {lead ? <p className="lead">{lead}</p> : null}
      </div>
      {children ? <div className="row">{children}</div> : null}
    </header>
  );
}

export function Section({ title, children }: { title: Bilingual; children: ReactNode }) {
  const t = useT();
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <h2 id={id}>{t(title)}</h2>
      {children}
    </section>
  );
}

/** Facts as term and value; a value of null is left out. */
export function Facts({ facts }: { facts: readonly (readonly [Bilingual, ReactNode | null])[] }) {
  const t = useT();
  return (
    <dl className="facts">
      {facts.map(([term, value]) =>
        value === null ? null : (
          <div key={term.en} style={{ display: 'contents' }}>
            <dt>{t(term)}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

export function ProgressBar({ fraction, label }: { fraction: number; label: string }) {
  const t = useT();
  return (
    <div className="progress" role="status" aria-live="polite">
      <progress value={fraction} max={1} aria-label={t({ vi: 'Tiến độ', en: 'Progress' })} />
      <span className="faint">
        {Math.round(fraction * 100)} % · {label}
      </span>
    </div>
  );
}

/** A share from 0 to 1 as a small bar. */
export function Share({ value }: { value: number }) {
  return (
    <span className="share" aria-hidden="true">
      <i style={{ width: `${Math.round(value * 100)}%` }} />
    </span>
  );
}

/** A modal dialog of the browser’s own: Escape closes it, focus stays inside and comes back. */
export function Dialog({
  open,
  onClose,
  title,
  children,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
}) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (open) box.current?.showModal();
    else box.current?.close();
  }, [open]);
  return (
    <dialog ref={box} className="dialog" aria-labelledby={id} onClose={onClose}>
      <div className="stack">
        <h2 id={id}>{title}</h2>
        {open ? children : null}
      </div>
    </dialog>
  );
}

/** A hash, shortened for the eye and whole for the clipboard. */
export function Hash({ value }: { value: string }) {
  const t = useT();
  return (
    <span>
      <code title={value}>
        {value.slice(0, 10)}…{value.slice(-6)}
      </code>{' '}
      <Button
        kind="quiet"
        small
        label={t({ vi: `Sao chép mã băm ${value.slice(0, 6)}`, en: `Copy the hash ${value.slice(0, 6)}` })}
        onClick={() => void navigator.clipboard.writeText(value)}
      >
        {t({ vi: 'Chép', en: 'Copy' })}
      </Button>
    </span>
  );
}
