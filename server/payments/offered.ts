import type { RailName } from '../../contracts/payments.js';
import { Problem } from '../../contracts/problems.js';
import type { Kernel } from '../kernel/kernel.js';

const refusals = {
  card: {
    vi: 'Sàn này không nhận thanh toán bằng thẻ; hãy chuyển khoản.',
    en: 'This exchange takes no cards; pay by bank transfer.',
  },
  bank: {
    vi: 'Sàn này không nhận chuyển khoản; hãy thanh toán bằng thẻ.',
    en: 'This exchange takes no bank transfers; pay by card.',
  },
} as const;

/** Throws 409 unless the operator has switched the rail on. */
export function requireOffered({ settings }: Pick<Kernel, 'settings'>, rail: RailName): void {
  if (!settings.rails.includes(rail)) throw new Problem('conflict', refusals[rail]);
}
