import type { Person } from './person.js';
import { purchase } from './stories.js';
import type { World } from './world.js';

export type Movement = {
  /** The bank's number; a new one without. */
  number?: string;
  day?: string;
  vnd: number;
  content: string;
  from?: string;
};

let counted = 0;
/** A number as a bank gives one to every movement. */
export function bankNumber(): string {
  counted += 1;
  return `FT26${String(counted).padStart(9, '0')}`;
}

/** A statement in CSV as a bank of the country exports it. */
export function csvOf(movements: readonly Movement[]): string {
  const rows = movements.map(({ number = bankNumber(), day = '2026-11-24', vnd, content, from = 'NGUYEN VAN MAU' }) =>
    [day, number, vnd < 0 ? -vnd : '', vnd > 0 ? vnd : '', `"${content}"`, from].join(','),
  );
  return ['Ngày giao dịch,Số giao dịch,Ghi nợ,Ghi có,Nội dung,Tên đối ứng', ...rows, ''].join('\n');
}

/** Imports a statement and waits until its references have been looked at. */
export async function importCsv(world: World, operator: Person, movements: readonly Movement[]) {
  const body = { name: 'sao-ke.csv', content: csvOf(movements) };
  const statement = await operator.call('importStatement', { body });
  await world.settle();
  return statement;
}

/** An order that its buyer has chosen to pay by transfer. */
export async function awaitingTransfer(provider: Person, buyer: Person, offerId: string) {
  const made = await purchase(provider, buyer, offerId);
  const transfer = await buyer.call('startTransfer', { params: { id: made.orderId } });
  return { ...made, transfer };
}
