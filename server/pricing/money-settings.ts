import { firstTerms, type MoneyTerms } from '../../contracts/money-settings.js';
import type { RailName } from '../../contracts/payments.js';
import { Problem } from '../../contracts/problems.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import type { Kernel } from '../kernel/kernel.js';
import { advance, begin } from '../lifecycle/advance.js';
import { moneySettingSubject } from './subjects.js';
import { type MoneySetting, MoneySettings } from './tables.js';

/** The setting in force: the newest that was approved. Null before the operator's first. */
export async function settingInForce(tx: Tx): Promise<MoneySetting | null> {
  return await tx.findOne(MoneySettings, { where: { state: 'approved' }, order: { number: 'DESC' } });
}

export async function termsInForce(tx: Tx): Promise<MoneyTerms> {
  const row = await settingInForce(tx);
  return row ? moneyTermsOf(row) : firstTerms;
}

export function moneyTermsOf({ paymentFunction, card, bank, reserveBp, reserveDays }: MoneySetting): MoneyTerms {
  return { paymentFunction, card, bank, reserveBp, reserveDays };
}

/** The rails that a payment may be started on now: `direct` alone without a payment function. */
export async function railsInForce(tx: Tx, settings: Kernel['settings']): Promise<RailName[]> {
  const terms = await termsInForce(tx);
  if (!terms.paymentFunction) return ['direct'];
  return settings.rails.filter((rail) => rail !== 'direct' && terms[rail]);
}

/** Proposes the next version. Throws 422 for a payment function without a rail that this installation has. */
export async function proposeSetting(
  tx: Tx,
  settings: Kernel['settings'],
  actor: MemberActor,
  { why, ...terms }: MoneyTerms & { why: string },
): Promise<MoneySetting> {
  await lockSettings(tx);
  if (terms.paymentFunction && !settings.rails.some((rail) => rail !== 'direct' && terms[rail])) {
    const vi = 'Có chức năng thanh toán thì phải bật ít nhất một phương thức mà hệ thống này đã được cấu hình.';
    const en = 'With a payment function at least one rail that this installation is set up for must be on.';
    const pointer = settings.rails.includes('card') ? '/card' : '/bank';
    throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer, detail: en, detailVi: vi }] });
  }
  const last = await tx.findOne(MoneySettings, { where: {}, order: { number: 'DESC' } });
  const row = {
    ...{ id: newId('mst'), number: (last?.number ?? 0) + 1, ...terms, why },
    ...{ submittedBy: actor.memberId, createdAt: now() },
  };
  return await begin(tx, moneySettingSubject, 'propose', row, actor);
}

/** A second person's approval, in force at once, or the end of a proposal. A proposal that was overtaken is not approved. */
export async function decideSetting(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: 'propose' | 'approve' | 'drop',
  reason: string | undefined,
): Promise<MoneySetting> {
  await lockSettings(tx);
  const current = await settingInForce(tx);
  const proposed = await tx.findOneBy(MoneySettings, { id });
  if (action === 'approve' && proposed && current && proposed.number < current.number) {
    throw new Problem('conflict', {
      vi: 'Đã có thiết lập mới hơn được áp dụng; hãy đề xuất lại.',
      en: 'A later setting is in force already; propose it again.',
    });
  }
  return await advance(tx, moneySettingSubject, id, action, actor, { reason });
}

/** One change at a time. */
async function lockSettings(tx: Tx): Promise<void> {
  await tx.query('lock table money_settings in share row exclusive mode');
}
