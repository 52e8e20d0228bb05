import { vietnamDay } from '../../contracts/vietnam-day.js';
import { now } from '../kernel/clock.js';
import { organisations } from './participants.js';
import { type Cast, demoPassword } from './registering.js';
import { newVisitor } from './visitor.js';

/** Puts the exchange's first fees in force: proposed by one member of the operator, approved by another. */
export async function setFees(cast: Cast, origin: string): Promise<void> {
  const approver = cast.get('operator');
  const proposer = organisations.find((one) => one.key === 'operator')?.members[1];
  if (!approver || !proposer) throw new Error('Nobody sets the fees.');
  const { items } = await approver.call('getFees', {});
  if (items.some((one) => one.state === 'approved')) return;
  const known = items.find((one) => one.state === 'proposed');
  const visitor = newVisitor(origin);
  await visitor.call('signIn', { body: { email: proposer.email, password: demoPassword } });
  const terms = { percentBp: 500, fixedVnd: 0, minVnd: 10_000, maxVnd: 5_000_000, vatClass: '8' as const };
  const body = { ...terms, validFrom: vietnamDay(now()) };
  const { id } = known ?? (await visitor.call('proposeFees', { body }));
  await approver.call('transitionFees', { params: { id }, body: { action: 'approve' } });
}
