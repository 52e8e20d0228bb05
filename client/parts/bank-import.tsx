import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { BankDesk, BankStatementView } from '../../contracts/bank';
import { useAct } from '../api';
import { number } from '../format';
import { useLanguage } from '../i18n';
import { useSession } from '../session';
import { Button, Callout, fieldError, Problem, Section } from '../ui/parts';

/** Takes a statement as the bank's site gives it, in whatever letters it is written. */
export function BankImport({ awaited }: Pick<BankDesk, 'awaited'>) {
  const { t, language } = useLanguage();
  const { exchange } = useSession();
  const id = useId();
  const queries = useQueryClient();
  const act = useAct('importStatement');
  const [done, setDone] = useState<BankStatementView | null>(null);
  const send = async (name: string, content: string) => {
    setDone(null);
    setDone(await act.run({ body: { name, content } }).catch(() => null));
    // References are looked at in the moments after.
    for (const wait of [1_000, 4_000]) setTimeout(() => void queries.invalidateQueries(), wait);
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const file = new FormData(form).get('file');
    if (!(file instanceof File) || file.size === 0) return;
    await send(file.name, letters(await file.arrayBuffer()));
    form.reset();
  };
  const wrong = fieldError(act.problem, '/content', language === 'vi');
  return (
    <Section title={{ vi: 'Nhập sao kê', en: 'Import a statement' }}>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <div className="field">
          <label htmlFor={id}>{t({ vi: 'Tệp sao kê (CSV hoặc MT940)', en: 'Statement file (CSV or MT940)' })}</label>
          <input id={id} className="input" name="file" type="file" accept=".csv,.txt,.sta,.mt940,.940" required />
          <span className="hint">
            {t({
              vi: 'Chỉ VND. Nhập lại cùng một sao kê không làm thay đổi gì.',
              en: 'VND only. Importing the same statement again changes nothing.',
            })}
          </span>
          {wrong ? <span className="wrong">{wrong}</span> : null}
        </div>
        <Problem problem={act.problem} />
        {done ? (
          <Callout
            tone="good"
            title={t({
              vi: `Đã nhập: ${number(done.fresh)} dòng mới, ${number(done.known)} dòng đã có từ trước.`,
              en: `Imported: ${number(done.fresh)} new lines, ${number(done.known)} known before.`,
            })}
          />
        ) : null}
        <div className="row">
          <Button type="submit" kind="primary" pending={act.pending}>
            {t({ vi: 'Nhập sao kê', en: 'Import' })}
          </Button>
          {exchange.mode === 'demo' && awaited.length > 0 ? (
            <Button onClick={() => void send('sao-ke-mau.csv', sample(awaited))} pending={act.pending}>
              {t({ vi: 'Nhập sao kê mẫu', en: 'Import a sample statement' })}
            </Button>
          ) : null}
        </div>
      </form>
    </Section>
  );
}

/** The text of a file in UTF-8, UTF-16 or the Windows page for Vietnamese that older bank programs write. */
function letters(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1258').decode(bytes);
  }
}

/** For the demonstration: every awaited transfer as if it had come in today. */
function sample(awaited: BankDesk['awaited']): string {
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const rows = awaited.map(
    ({ reference, totalVnd, receivedVnd }) =>
      `${today},MAU${reference.slice(3)}${receivedVnd},${totalVnd - receivedVnd},${reference} thanh toan,NGUOI MUA MAU`,
  );
  return ['Ngày giao dịch,Số giao dịch,Số tiền,Nội dung,Tên đối ứng', ...rows, ''].join('\n');
}
