import type { WithholdingItem } from '../../contracts/payouts.js';
import { spanOf } from '../../contracts/periods.js';
import { withholdingForms } from '../../contracts/scheme/pilot-2026.js';
import { organisationRefs } from '../identity/organisations.js';
import type { Tx } from '../kernel/database.js';

type Row = {
  provider_id: string;
  legal_form: string;
  tax_code: string | null;
  orders: string;
  net: string;
  vat: string;
  refunded: string;
};

/**
 * Sellers for whom an exchange with a payment function withholds and declares tax (Decree 252/2026, Arts. 3, 22, 43): households
 * and individuals, with what buyers paid them through the exchange in a month. What was paid from hand to hand is not counted.
 */
export async function withholdingOf(tx: Tx, month: string): Promise<WithholdingItem[]> {
  const { from, to } = spanOf(month);
  const rows: Row[] = await tx.query(
    `select o.provider_id, g.legal_form, g.tax_code, count(distinct o.id) as orders, sum(o.price_vnd) as net,
            sum(coalesce(o.vat_vnd, 0)) as vat, sum(o.refunded_vnd) as refunded
       from organisations g join orders o on o.provider_id = g.id
      where g.legal_form = any($1) and exists (select 1 from payments p where p.order_id = o.id and p.state = 'succeeded'
              and p.rail <> 'direct' and p.paid_at >= $2 and p.paid_at < $3)
      group by 1, 2, 3 order by 1`,
    [[...withholdingForms], from, to],
  );
  const refs = await organisationRefs(
    tx,
    rows.map((row) => row.provider_id),
  );
  return rows.flatMap((row) => {
    const provider = refs.get(row.provider_id);
    if (!provider) return [];
    return {
      ...{ provider, legalForm: row.legal_form, taxCode: row.tax_code, orders: Number(row.orders) },
      ...{ netVnd: Number(row.net), vatVnd: Number(row.vat), refundedVnd: Number(row.refunded) },
    };
  });
}
