import { type FormEvent, Suspense } from 'react';
import { checkResults, type StandingView } from '../../contracts/participants';
import { type CheckItem, certificateKinds, checkItemCodes, checkItems } from '../../contracts/scheme/participants';
import { useAct, useData } from '../api';
import { date, dateTime } from '../format';
import { useT } from '../i18n';
import { useHas, useSession } from '../session';
import { formText, SelectField, TextField } from '../ui/fields';
import { Badge, Button, Callout, Facts, Problem, Section, type Tone } from '../ui/parts';
import { Actions } from './actions';
import { AlsoProvider } from './appraisal';
import { IntermediaryForm } from './intermediary-form';
import { State } from './state';

const results: Record<(typeof checkResults)[number], { vi: string; en: string }> = {
  met: { vi: 'Đạt', en: 'Met' },
  not_met: { vi: 'Chưa đạt', en: 'Not met' },
  not_applicable: { vi: 'Không áp dụng', en: 'Not applicable' },
};
const tones: Record<(typeof checkResults)[number], Tone> = { met: 'good', not_met: 'bad', not_applicable: 'neutral' };

/** What stands behind a participant: checklist, certificates, payment account, and when it is looked at again. */
export function Standing({ id }: { id: string }) {
  return (
    <Suspense>
      <Body id={id} />
    </Suspense>
  );
}

function Body({ id }: { id: string }) {
  const t = useT();
  const operator = useHas('operator');
  const { member, organisation } = useSession();
  const standing = useData('getStanding', { params: { id } });
  const own = organisation?.id === id;
  const admin = own && member?.role === 'admin';
  const intermediary = useHas('intermediary');
  return (
    <>
      <Section title={{ vi: 'Kiểm tra hồ sơ', en: 'Verification' }}>
        <div className="stack">
          <Facts
            facts={[
              [{ vi: 'Cơ quan chủ quản', en: 'Governing body' }, standing.governingBody],
              [{ vi: 'Đầu mối dữ liệu cá nhân', en: 'Contact for personal data' }, standing.dpoContact],
              [
                { vi: 'Xác minh lại trước', en: 'To be verified again by' },
                standing.reverifyAt ? date(standing.reverifyAt) : null,
              ],
            ]}
          />
          {standing.alsoProvider ? (
            <div>
              <AlsoProvider />
            </div>
          ) : null}
          {operator && !own ? <CheckTable standing={standing} id={id} /> : <CheckList standing={standing} />}
          {operator && !own ? <OperatorForms standing={standing} id={id} /> : null}
          {admin ? <ContactForm standing={standing} /> : null}
        </div>
      </Section>
      {intermediary && own ? <IntermediaryForm id={id} admin={admin} /> : null}
      <Certificates standing={standing} admin={admin} />
      <Accounts standing={standing} admin={admin} />
      {own || operator ? null : <p className="faint">{t({ vi: 'Chỉ xem.', en: 'For looking only.' })}</p>}
    </>
  );
}

function CheckList({ standing }: { standing: StandingView }) {
  const t = useT();
  return (
    <ul className="list">
      {checkItemCodes.map((item) => {
        const done = standing.checks.find((one) => one.item === item);
        return (
          <li key={item} className="row">
            <span>{t(checkItems[item].name)}</span>
            {done ? (
              <>
                <Badge tone={tones[done.result]}>{t(results[done.result])}</Badge>
                <span className="faint">
                  {dateTime(done.at)} {done.note}
                </span>
              </>
            ) : (
              <Badge>{t({ vi: 'Chưa xem', en: 'Not looked at' })}</Badge>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function CheckTable({ standing, id }: { standing: StandingView; id: string }) {
  return (
    <ul className="list">
      {checkItemCodes.map((item) => (
        <CheckRow key={item} item={item} id={id} done={standing.checks.find((one) => one.item === item)} />
      ))}
    </ul>
  );
}

type Done = StandingView['checks'][number] | undefined;

/** One item: its result so far with who looked, when and at what; and a form to enter it. */
function CheckRow({ item, id, done }: { item: CheckItem; id: string; done: Done }) {
  const t = useT();
  const set = useAct('setParticipantCheck');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const evidence = text('evidence') === '' ? null : text('evidence');
    const body = { result: text('result') as 'met', note: text('note'), evidence };
    void set.run({ params: { id, item }, body }).catch(() => null);
  };
  return (
    <li className="entry stack">
      <div className="row">
        <strong>{t(checkItems[item].name)}</strong>
        {done ? <Badge tone={tones[done.result]}>{t(results[done.result])}</Badge> : null}
        <span className="faint">{checkItems[item].source}</span>
      </div>
      {done ? (
        <div className="meta">
          <span>{done.checker ?? ''}</span>
          <span>{dateTime(done.at)}</span>
          <span>{done.evidence ?? ''}</span>
          <span>{done.note}</span>
        </div>
      ) : null}
      <details open={done === undefined}>
        <summary>
          {done ? t({ vi: 'Xem lại', en: 'Look again' }) : t({ vi: 'Ghi kết quả', en: 'Enter the result' })}
        </summary>
        <form className="form inline" onSubmit={submit}>
          <SelectField
            name="result"
            label={t({ vi: 'Kết quả', en: 'Result' })}
            defaultValue={done?.result ?? 'met'}
            options={checkResults.map((value) => ({ value, label: t(results[value]) }))}
          />
          <TextField
            name="evidence"
            label={t({ vi: 'Chứng cứ', en: 'Evidence' })}
            defaultValue={done?.evidence ?? ''}
          />
          <TextField name="note" label={t({ vi: 'Ghi chú', en: 'Note' })} defaultValue={done?.note ?? ''} />
          <div>
            <Button type="submit" pending={set.pending}>
              {t({ vi: 'Lưu', en: 'Save' })}
            </Button>
          </div>
          <Problem problem={set.problem} />
        </form>
      </details>
    </li>
  );
}

function OperatorForms({ standing, id }: { standing: StandingView; id: string }) {
  const t = useT();
  const setBody = useAct('setGoverningBody');
  const again = useAct('reverifyOrganisation');
  const body = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const governingBody = formText(event.currentTarget)('governingBody') || null;
    void setBody.run({ params: { id }, body: { governingBody } }).catch(() => null);
  };
  const reverify = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void again.run({ params: { id }, body: { note: formText(event.currentTarget)('note') } }).catch(() => null);
  };
  return (
    <div className="grid-2">
      <form className="form" onSubmit={body}>
        <TextField
          name="governingBody"
          label={t({ vi: 'Cơ quan chủ quản (của cơ quan nhà nước)', en: 'Governing body (of a State body)' })}
          defaultValue={standing.governingBody ?? ''}
        />
        <Problem problem={setBody.problem} />
        <div>
          <Button type="submit" pending={setBody.pending}>
            {t({ vi: 'Lưu', en: 'Save' })}
          </Button>
        </div>
      </form>
      {standing.reverifyAt ? (
        <form className="form" onSubmit={reverify}>
          <TextField name="note" required label={t({ vi: 'Kết quả xác minh lại', en: 'Result of the second look' })} />
          <Problem problem={again.problem} />
          <div>
            <Button type="submit" pending={again.pending}>
              {t({ vi: 'Xác minh thêm 12 tháng', en: 'Verify for twelve months more' })}
            </Button>
          </div>
        </form>
      ) : null}
    </div>
  );
}

function ContactForm({ standing }: { standing: StandingView }) {
  const t = useT();
  const set = useAct('setDataContact');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const dpoContact = formText(event.currentTarget)('dpoContact') || null;
    void set.run({ body: { dpoContact } }).catch(() => null);
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextField
        name="dpoContact"
        label={t({ vi: 'Đầu mối bảo vệ dữ liệu cá nhân', en: 'Contact for the protection of personal data' })}
        hint={t({
          vi: 'Bắt buộc khi niêm yết dữ liệu có nguồn gốc cá nhân (Luật 91/2025, Điều 33).',
          en: 'Demanded to list data of personal origin (Law 91/2025, Art. 33).',
        })}
        defaultValue={standing.dpoContact ?? ''}
      />
      <Problem problem={set.problem} />
      <div>
        <Button type="submit" pending={set.pending}>
          {t({ vi: 'Lưu đầu mối', en: 'Save the contact' })}
        </Button>
      </div>
    </form>
  );
}

function Certificates({ standing, admin }: { standing: StandingView; admin: boolean }) {
  const t = useT();
  const move = useAct('transitionParticipantCertificate');
  const enter = useAct('enterCertificate');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = formText(form);
    const [number, issuer, issuedOn, expiresOn] = [text('number'), text('issuer'), text('issuedOn'), text('expiresOn')];
    const body = { kind: text('kind') as 'intermediary', number, issuer, issuedOn, expiresOn };
    void enter
      .run({ body })
      .then(() => form.reset())
      .catch(() => null);
  };
  if (!admin && standing.certificates.length === 0) return null;
  return (
    <Section title={{ vi: 'Giấy chứng nhận', en: 'Certificates of eligibility' }}>
      <div className="stack">
        <ul className="list">
          {standing.certificates.map((one) => (
            <li key={one.id} className="entry stack">
              <div className="row">
                <strong>{t(certificateKinds[one.kind])}</strong>
                <State of="participant-certificate" state={one.state} />
              </div>
              <div className="meta">
                <span>{one.number}</span>
                <span>{one.issuer}</span>
                <span>
                  {date(one.issuedOn)} – {date(one.expiresOn)}
                </span>
              </div>
              <Actions
                actions={one.actions}
                run={(action, reason) =>
                  move.run({
                    params: { id: one.id },
                    body: { action: action as 'confirm', ...(reason ? { reason } : {}) },
                  })
                }
              />
            </li>
          ))}
        </ul>
        {admin ? (
          <details>
            <summary>{t({ vi: 'Nộp giấy chứng nhận', en: 'Enter a certificate' })}</summary>
            <form className="form" onSubmit={submit} style={{ marginTop: '1rem' }}>
              <SelectField
                name="kind"
                label={t({ vi: 'Loại', en: 'Kind' })}
                options={Object.entries(certificateKinds).map(([value, label]) => ({ value, label: t(label) }))}
              />
              <div className="grid-2">
                <TextField name="number" required label={t({ vi: 'Số', en: 'Number' })} />
                <TextField name="issuer" required label={t({ vi: 'Cơ quan cấp', en: 'Issued by' })} />
                <TextField name="issuedOn" type="date" required label={t({ vi: 'Ngày cấp', en: 'Issued on' })} />
                <TextField name="expiresOn" type="date" required label={t({ vi: 'Ngày hết hạn', en: 'Good until' })} />
              </div>
              <Problem problem={enter.problem} />
              <div>
                <Button type="submit" kind="primary" pending={enter.pending}>
                  {t({ vi: 'Nộp', en: 'Enter' })}
                </Button>
              </div>
            </form>
          </details>
        ) : null}
      </div>
    </Section>
  );
}

function Accounts({ standing, admin }: { standing: StandingView; admin: boolean }) {
  const t = useT();
  const move = useAct('transitionPaymentAccount');
  const enter = useAct('enterPaymentAccount');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = formText(form);
    void enter
      .run({ body: { bankBin: text('bankBin'), number: text('number'), holder: text('holder') } })
      .then(() => form.reset())
      .catch(() => null);
  };
  const ready = standing.accounts.some((one) => one.state === 'verified');
  return (
    <Section title={{ vi: 'Tài khoản thanh toán', en: 'Payment account' }}>
      <div className="stack">
        {ready ? null : (
          <Callout tone="warn">
            {t({
              vi: 'Chưa có tài khoản được xác minh: giao dịch có phí chưa ký được (Nghị định 314/2026, Điều 18).',
              en: 'No verified account: paid deals cannot be signed yet (Decree 314/2026, Art. 18).',
            })}
          </Callout>
        )}
        <ul className="list">
          {standing.accounts.map((one) => (
            <li key={one.id} className="entry stack">
              <div className="row">
                <strong>{one.holder}</strong>
                <State of="payment-account" state={one.state} />
              </div>
              <div className="meta">
                <span>BIN {one.bankBin}</span>
                <span>{one.numberMasked}</span>
              </div>
              <Actions
                actions={one.actions}
                run={(action, reason) =>
                  move.run({
                    params: { id: one.id },
                    body: { action: action as 'verify', ...(reason ? { reason } : {}) },
                  })
                }
              />
            </li>
          ))}
        </ul>
        {admin ? (
          <details>
            <summary>
              {ready
                ? t({ vi: 'Thay tài khoản', en: 'Replace the account' })
                : t({ vi: 'Đăng ký tài khoản', en: 'Register an account' })}
            </summary>
            <form className="form" onSubmit={submit} style={{ marginTop: '1rem' }}>
              <div className="grid-2">
                <TextField
                  name="bankBin"
                  required
                  label={t({ vi: 'Mã ngân hàng (BIN)', en: 'Bank (BIN)' })}
                  hint={t({ vi: '6 chữ số', en: 'Six digits' })}
                />
                <TextField name="number" required label={t({ vi: 'Số tài khoản', en: 'Account number' })} />
              </div>
              <TextField
                name="holder"
                required
                label={t({ vi: 'Chủ tài khoản', en: 'Holder' })}
                hint={t({ vi: 'Phải là chính tổ chức.', en: 'It must be the organisation itself.' })}
              />
              <Problem problem={enter.problem} />
              <div>
                <Button type="submit" kind="primary" pending={enter.pending}>
                  {t({ vi: 'Đăng ký', en: 'Register' })}
                </Button>
              </div>
            </form>
          </details>
        ) : null}
      </div>
    </Section>
  );
}
