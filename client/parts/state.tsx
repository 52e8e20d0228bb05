import { lifecycles, type SubjectName } from '../../contracts/lifecycles';
import { useT } from '../i18n';
import { Badge, type Tone } from '../ui/parts';

const tones: Record<string, Tone> = {
  verified: 'good',
  listed: 'good',
  published: 'good',
  ready: 'good',
  approved: 'good',
  sealed: 'good',
  delivered: 'good',
  accepted: 'good',
  settled: 'good',
  active: 'good',
  open: 'good',
  submitted: 'info',
  screening: 'info',
  in_review: 'info',
  profiling: 'info',
  proposed: 'info',
  paid: 'info',
  fulfilling: 'info',
  awaiting_payment: 'warn',
  payment_stated: 'warn',
  kept: 'info',
  released: 'good',
  drawn: 'warn',
  needs_info: 'warn',
  needs_changes: 'warn',
  returned: 'warn',
  expiring: 'warn',
  refunding: 'warn',
  suspended: 'bad',
  revoked: 'bad',
  rejected: 'bad',
  declined: 'bad',
  failed: 'bad',
  stuck: 'bad',
  disputed: 'bad',
  opened: 'warn',
  late: 'bad',
  acknowledged: 'info',
  evidence: 'info',
  proposal: 'info',
  decided: 'warn',
  escalated: 'bad',
  resolved: 'good',
  queued: 'info',
  'flag.open': 'warn',
  'evaluation.opened': 'good',
  'evaluation.stopped': 'bad',
  'payout.pending': 'info',
  'payout.in_transit': 'info',
  'payout.paid': 'good',
  explained: 'info',
  overdue: 'bad',
  past_66h: 'bad',
  past_48h: 'warn',
  past_24h: 'warn',
  requested: 'warn',
  answered: 'good',
  done: 'good',
  sent: 'good',
  matched: 'good',
  unmatched: 'warn',
  owed: 'warn',
  reported: 'info',
  'bank-line.proposed': 'warn',
  granted: 'warn',
  refused: 'bad',
  received: 'warn',
  looking: 'info',
  upheld: 'bad',
  engaged: 'info',
  entered: 'warn',
  confirmed: 'good',
  'participant-certificate.expired': 'bad',
  'override.proposed': 'warn',
  'bank-line.returned': 'neutral',
};

/** A question or an incident that is open waits for somebody; an offer that is open is for sale. */
const urgent: readonly SubjectName[] = ['question', 'incident', 'money-case'];

/** A state by its name on screen, from the lifecycle’s own table. */
export function State({ of, state }: { of: SubjectName; state: string }) {
  const t = useT();
  const states: Readonly<Record<string, { vi: string; en: string }>> = lifecycles[of].states;
  const label = states[state];
  const tone = state === 'open' && urgent.includes(of) ? 'warn' : (tones[`${of}.${state}`] ?? tones[state]);
  return <Badge tone={tone ?? 'neutral'}>{label ? t(label) : state}</Badge>;
}
