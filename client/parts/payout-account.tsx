import { type FormEvent, useEffect, useState } from 'react';
import type { Bilingual } from '../../contracts/common';
import type { MoneyView } from '../../contracts/payouts';
import { useAct } from '../api';
import { date } from '../format';
import { useLanguage, useT } from '../i18n';
import { formText, TextField } from '../ui/fields';
import { Badge, Button, Dialog, Facts, fieldError, Problem, type Tone } from '../ui/parts';

const states: Record<MoneyView['account']['transfers'], Bilingual & { tone: Tone }> = {
  none: { vi: 'Chưa mở', en: 'Not opened', tone: 'neutral' },
  pending: { vi: 'Stripe đang xem xét', en: 'Stripe is looking into it', tone: 'info' },
  restricted: { vi: 'Cần bổ sung hồ sơ', en: 'Stripe needs more', tone: 'warn' },
  unsupported: { vi: 'Không dùng được', en: 'Cannot be used', tone: 'bad' },
  rejected: { vi: 'Stripe từ chối', en: 'Rejected by Stripe', tone: 'bad' },
  active: { vi: 'Sẵn sàng nhận tiền', en: 'Ready', tone: 'good' },
};

/** The account at Stripe and the bank account: how they are, and for the administrator what to do. */
export function PayoutAccount({ view, returned }: { view: MoneyView; returned: string | null }) {
  const t = useT();
  const { account, bank, canManage } = view;
  const state = states[account.transfers];
  const onboarding = useAct('startPayoutOnboarding');
  const refresh = useAct('refreshPayoutAccount');
  const [editing, setEditing] = useState(false);
  const open = async () => {
    const { url } = await onboarding.run({});
    location.assign(url);
  };
  // Whoever comes back from Stripe's forms sees what Stripe says now.
  const { run } = refresh;
  useEffect(() => {
    if (returned !== null && canManage) void run({}).catch(() => {});
  }, [returned, canManage, run]);
  return (
    <div className="stack">
      <Facts
        facts={[
          [
            { vi: 'Thanh toán thẻ', en: 'Money from cards' },
            <Badge key="state" tone={state.tone}>
              {t(state)}
            </Badge>,
          ],
          [
            { vi: 'Stripe còn cần', en: 'Stripe still needs' },
            account.requirements.length === 0 ? null : (
              <ul className="plain" key="needs">
                {account.requirements.map((one) => (
                  <li key={one} className="mono">
                    {one}
                  </li>
                ))}
              </ul>
            ),
          ],
          [
            { vi: 'Chuyển khoản', en: 'Money by bank transfer' },
            bank ? (
              <span key="bank">
                {bank.holder} · {bank.bin} · …{bank.last4}{' '}
                {bank.changedAt ? (
                  <span className="faint">
                    {t({ vi: `đổi ngày ${date(bank.changedAt)}`, en: `changed ${date(bank.changedAt)}` })}
                  </span>
                ) : null}
              </span>
            ) : (
              t({ vi: 'Chưa khai tài khoản ngân hàng', en: 'No bank account yet' })
            ),
          ],
        ]}
      />
      {canManage ? (
        <div className="row">
          <Button
            kind={account.transfers === 'active' ? 'plain' : 'primary'}
            pending={onboarding.pending}
            onClick={() => void open().catch(() => {})}
          >
            {account.transfers === 'none'
              ? t({ vi: 'Mở tài khoản tại Stripe', en: 'Open the account at Stripe' })
              : t({ vi: 'Đến hồ sơ tại Stripe', en: 'Go to Stripe’s forms' })}
          </Button>
          {account.transfers === 'none' ? null : (
            <Button pending={refresh.pending} onClick={() => void run({}).catch(() => {})}>
              {t({ vi: 'Cập nhật trạng thái', en: 'Read it again' })}
            </Button>
          )}
          <Button onClick={() => setEditing(true)}>
            {bank
              ? t({ vi: 'Đổi tài khoản ngân hàng', en: 'Change the bank account' })
              : t({ vi: 'Khai tài khoản ngân hàng', en: 'Enter a bank account' })}
          </Button>
        </div>
      ) : null}
      <Problem problem={onboarding.problem ?? refresh.problem} />
      <Dialog
        open={editing}
        onClose={() => setEditing(false)}
        title={t({ vi: 'Tài khoản ngân hàng', en: 'Bank account' })}
      >
        <BankForm done={() => setEditing(false)} />
      </Dialog>
    </div>
  );
}

function BankForm({ done }: { done: () => void }) {
  const { t, language } = useLanguage();
  const act = useAct('setPayoutBank');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    await act.run({ body: { bin: text('bin'), number: text('number'), holder: text('holder') } });
    done();
  };
  const wrong = (pointer: string) => fieldError(act.problem, pointer, language === 'vi');
  return (
    <form className="stack" onSubmit={(event) => void submit(event).catch(() => {})}>
      <TextField
        name="bin"
        label={t({ vi: 'Mã ngân hàng (BIN)', en: 'Bank’s number (BIN)' })}
        hint={t({ vi: 'Sáu chữ số, ví dụ 970400', en: 'Six digits, such as 970400' })}
        maxLength={6}
        wrong={wrong('/bin')}
        required
      />
      <TextField
        name="number"
        label={t({ vi: 'Số tài khoản', en: 'Account number' })}
        maxLength={19}
        wrong={wrong('/number')}
        required
      />
      <TextField
        name="holder"
        label={t({ vi: 'Tên chủ tài khoản', en: 'Account holder' })}
        maxLength={80}
        wrong={wrong('/holder')}
        required
      />
      <Problem problem={act.problem} />
      <div className="row">
        <Button type="submit" kind="primary" pending={act.pending}>
          {t({ vi: 'Lưu', en: 'Save' })}
        </Button>
        <Button kind="quiet" onClick={done}>
          {t({ vi: 'Quay lại', en: 'Back' })}
        </Button>
      </div>
    </form>
  );
}
