import type { DeskView } from '../../contracts/payouts.js';
import { organisationRefs } from '../identity/organisations.js';
import { now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { sumsByType } from './facts.js';
import { MoneyCursors } from './tables.js';

/** The whole of the ledger's money, beside what Stripe says. */
export async function moneyDesk(tx: Tx): Promise<DeskView> {
  const accounts: { account: string; balance: string }[] = await tx.query(
    `select account, sum(amount) as balance from (
       select to_account as account, amount_vnd as amount from postings
       union all select from_account, -amount_vnd from postings) as moves
      where account like 'held:%' or account like 'payable:%' or account like 'transit:%' or account like 'reserve:%'
      group by account having sum(amount) <> 0`,
  );
  const sum = (prefix: string) =>
    accounts.filter((one) => one.account.startsWith(prefix)).reduce((all, one) => all + Number(one.balance), 0);
  const debts = accounts.filter((one) => one.account.startsWith('payable:') && Number(one.balance) < 0);
  const idOf = (account: string) => account.slice('payable:'.length);
  const refs = await organisationRefs(
    tx,
    debts.map((one) => idOf(one.account)),
  );
  const compared = await tx.findOneBy(MoneyCursors, { name: 'compared' });
  return {
    ...{ heldVnd: sum('held:'), payableVnd: sum('payable:'), transitVnd: sum('transit:'), reserveVnd: sum('reserve:') },
    sums: await sumsByType(tx, now()),
    comparedAt: compared?.at.toISOString() ?? null,
    debts: debts.flatMap((one) => {
      const provider = refs.get(idOf(one.account));
      return provider ? [{ provider, debtVnd: -Number(one.balance) }] : [];
    }),
  };
}
