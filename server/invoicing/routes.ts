import { invoicingOperations } from '../../contracts/invoicing.js';
import { pageOf } from '../kernel/cursor.js';
import { canonicalJson } from '../kernel/hash.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { enterOfficialNumber, invoiceView, listInvoices, readInvoice } from './invoices.js';
import { invoicePdf } from './pdf.js';
import { invoiceXml } from './xml.js';

const types = { json: 'application/json', xml: 'application/xml', pdf: 'application/pdf' } as const;

/** Mounts the operations of this room. */
export function mountInvoicing(api: Api, { db, settings }: Kernel): void {
  const op = invoicingOperations;
  api.route(op.listInvoices, async ({ actor, query }) =>
    pageOf(
      await listInvoices(db.read, actor, query),
      query.limit,
      (row) => [row.id],
      (row) => invoiceView(row, actor),
    ),
  );
  api.route(op.getInvoice, async ({ actor, params }) =>
    invoiceView(await readInvoice(db.read, actor, params.id), actor),
  );
  api.stream(op.getInvoiceDocument, async ({ actor, params, query }, res) => {
    const row = await readInvoice(db.read, actor, params.id);
    const { canEnterOfficial: _, ...invoice } = invoiceView(row, actor);
    const whole = { ...invoice, canEnterOfficial: false };
    const bytes =
      query.format === 'pdf'
        ? await invoicePdf(whole, query.language, `Datasan · ${settings.publicUrl}`)
        : Buffer.from(query.format === 'xml' ? invoiceXml(whole) : canonicalJson(invoice));
    res.set({
      'Content-Type': query.format === 'pdf' ? types.pdf : `${types[query.format]}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="${row.series}-${row.number}-${row.id}.${query.format}"`,
    });
    res.send(bytes);
  });
  api.route(op.enterOfficialNumber, ({ actor, params, body }) =>
    db.transaction(async (tx) => invoiceView(await enterOfficialNumber(tx, actor, params.id, body), actor)),
  );
}
