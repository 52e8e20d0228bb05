import type { InvoiceView } from '../../contracts/invoicing.js';

type Node = string | number | null | { [name: string]: Node | Node[] };

/** The invoice data as XML, in the schema of `docs/invoices.md`: always the same elements in the same order. */
export function invoiceXml(invoice: InvoiceView): string {
  const { kind, trigger, series, number, issuedAt, issuedOn, orderId, agreementId, reason, official } = invoice;
  const both = (pair: { vi: string; en: string }) => ({ vi: pair.vi, en: pair.en });
  const party = (one: InvoiceView['seller']) => ({
    ...{ id: one.organisationId, nameVi: one.nameVi, nameEn: one.nameEn, taxCode: one.taxCode, address: one.address },
  });
  const body: Node = {
    notice: both(invoice.notice),
    id: invoice.id,
    ...{ kind, trigger, series, number, issuedAt, issuedOn, orderId, agreementId },
    corrects: invoice.corrects ? { ...invoice.corrects } : null,
    reason,
    seller: party(invoice.seller),
    buyer: party(invoice.buyer),
    lines: {
      line: invoice.lines.map((one) => ({
        description: both(one.description),
        unit: both(one.unit),
        ...{ quantity: one.quantity, unitPrice: one.unitPriceVnd, net: one.netVnd, vatClass: one.vatClass },
        ...{ vatPercent: one.vatPercent, vat: one.vatVnd },
      })),
    },
    totals: {
      ...{ net: invoice.netVnd, vat: invoice.vatVnd, total: invoice.totalVnd },
      inWords: both(invoice.inWords),
    },
    official: official ? { ...official } : null,
  };
  const inner = children(body, '  ');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<invoice xmlns="urn:datasan:invoice:1" currency="VND">\n${inner}</invoice>\n`;
}

/** An element that has nothing to say is left out. */
function children(nodes: { [name: string]: Node | Node[] }, indent: string): string {
  return Object.entries(nodes)
    .flatMap(([name, node]) => (Array.isArray(node) ? node : [node]).map((one) => element(name, one, indent)))
    .join('');
}

function element(name: string, node: Node, indent: string): string {
  if (node === null) return '';
  if (typeof node === 'object') {
    return `${indent}<${name}>\n${children(node, `${indent}  `)}${indent}</${name}>\n`;
  }
  return `${indent}<${name}>${escapeXml(String(node))}</${name}>\n`;
}

/** Text of an element; characters that XML 1.0 cannot carry at all are left out. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu, '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/\r/g, '&#13;')
  );
}
