/**
 * The QR code of a domestic transfer: VietQR, NAPAS’s profile of the EMVCo merchant-presented QR code. Any banking app of
 * the country fills in account, amount and content from it.
 */

export type TransferOrder = {
  /** The bank’s identification number of six digits (BIN). */
  bankBin: string;
  accountNumber: string;
  /** Whole đồng. */
  amountVnd: number;
  /** The content of the transfer, by which the payment is found: ASCII letters, digits and spaces, at most 25. */
  content: string;
};

const vnd = '704';
const application = 'A000000727';
const toAccount = 'QRIBFTTA';

/** The payload for the picture. Throws on what the format cannot carry. */
export function vietQr({ bankBin, accountNumber, amountVnd, content }: TransferOrder): string {
  if (!/^\d{6}$/.test(bankBin)) throw new Error(`“${bankBin}” is no bank identification number of six digits.`);
  if (!/^[0-9A-Za-z]{4,19}$/.test(accountNumber)) throw new Error(`“${accountNumber}” is no account number.`);
  if (!Number.isSafeInteger(amountVnd) || amountVnd <= 0) throw new Error(`${amountVnd} is no amount in đồng.`);
  if (!/^[0-9A-Za-z ]{1,25}$/.test(content)) throw new Error(`“${content}” cannot stand in a transfer’s content.`);
  const account = field('00', application) + field('01', field('00', bankBin) + field('01', accountNumber));
  const payload = [
    field('00', '01'),
    // A code for one payment, with its amount.
    field('01', '12'),
    field('38', account + field('02', toAccount)),
    field('53', vnd),
    field('54', String(amountVnd)),
    field('58', 'VN'),
    field('62', field('08', content)),
    '6304',
  ].join('');
  return payload + crc16(payload);
}

function field(tag: string, value: string): string {
  return `${tag}${String(value.length).padStart(2, '0')}${value}`;
}

/** CRC-16/CCITT-FALSE over the payload, as four hexadecimal digits (EMVCo, 4.7.3). */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const char of text) {
    crc ^= char.charCodeAt(0) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
