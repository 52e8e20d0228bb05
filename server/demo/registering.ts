import { checkItemCodes } from '../../contracts/scheme/participants.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { createOrganisation } from '../identity/first-organisation.js';
import { Members, Organisations } from '../identity/tables.js';
import { day, now } from '../kernel/clock.js';
import type { Kernel } from '../kernel/kernel.js';
import { type DemoMember, type DemoOrganisation, organisations } from './participants.js';
import { until } from './until.js';
import { newVisitor, type Visitor } from './visitor.js';

/** Printed at start: a demonstration has no secrets. */
export const demoPassword = 'datasan-demo-2026';

/** The administrators of the demo organisations, signed in, by the organisation's key. */
export type Cast = ReadonlyMap<string, Visitor>;

/** Registers what is missing, brings every organisation to its state, and signs the administrators in. */
export async function registerEverybody(kernel: Kernel, origin: string): Promise<Cast> {
  const cast = new Map<string, Visitor>();
  for (const one of organisations) {
    const [admin] = one.members;
    const known = await kernel.db.read.findOneBy(Members, { email: admin.email });
    if (!known) await register(kernel, origin, one);
    const visitor = newVisitor(origin);
    await visitor.call('signIn', { body: { email: admin.email, password: demoPassword } });
    cast.set(one.key, visitor);
    await bring(kernel, cast, one);
    for (const member of one.members.slice(1)) await invite(kernel, origin, visitor, member);
  }
  return cast;
}

/** The operator and the regulator come with the installation; everybody else signs up and confirms the mailed link. */
async function register(kernel: Kernel, origin: string, one: DemoOrganisation): Promise<void> {
  const { nameVi, nameEn, legalForm, taxCode, provinceCode, address } = one;
  const [{ displayName, email }] = one.members;
  const profile = { nameVi, nameEn, legalForm, provinceCode, address };
  if (one.capabilities.includes('operator') || one.capabilities.includes('regulator')) {
    const member = { displayName, email, password: demoPassword };
    await kernel.db.transaction((tx) =>
      createOrganisation(tx, { ...profile, taxCode, capabilities: one.capabilities, member }, 'verified'),
    );
    return;
  }
  const guest = newVisitor(origin);
  const capabilities = one.capabilities.filter(
    (capability) => capability === 'provider' || capability === 'buyer' || capability === 'intermediary',
  );
  await guest.call('signUp', {
    body: {
      organisation: { ...profile, taxCode: taxCode ?? '', capabilities },
      member: { displayName, email, password: demoPassword },
      acceptTerms: true,
    },
  });
  await guest.call('verifyEmail', { body: { secret: await mailedSecret(guest, email, 'verify-email') } });
}

async function mailedSecret(guest: Visitor, email: string, page: string): Promise<string> {
  return await until(`a mail to ${email}`, async () => {
    const { items } = await guest.call('listOutbox', { query: { to: email } });
    const link = items.map((mail) => new RegExp(`/${page}\\?secret=(\\S+)`).exec(mail.text)?.[1]).find(Boolean);
    return link ?? null;
  });
}

async function bring(kernel: Kernel, cast: Cast, one: DemoOrganisation): Promise<void> {
  const [{ email }] = one.members;
  const { organisationId: id } = await kernel.db.read.findOneByOrFail(Members, { email });
  const { state } = await kernel.db.read.findOneByOrFail(Organisations, { id });
  const own = cast.get(one.key);
  const operator = cast.get('operator');
  if (state === one.state || !own || !operator) return;
  if (state === 'draft') await own.call('transitionOrganisation', { params: { id }, body: { action: 'submit' } });
  if (one.state === 'verified') {
    await check(operator, one, id);
    await registerAccount(own, operator, one);
    if (one.published) await own.call('publishIntermediary', { body: one.published });
    await operator.call('transitionOrganisation', { params: { id }, body: { action: 'verify' } });
  } else if (one.state === 'needs_info') {
    const reason = one.stateReason ?? 'Bổ sung hồ sơ.';
    await operator.call('transitionOrganisation', { params: { id }, body: { action: 'request-info', reason } });
  }
}

/** The operator looks at every item, and enters whose a State body is. */
async function check(operator: Visitor, one: DemoOrganisation, id: string): Promise<void> {
  if (one.governingBody) {
    await operator.call('setGoverningBody', { params: { id }, body: { governingBody: one.governingBody } });
  }
  for (const item of checkItemCodes) {
    const applies = item === 'governing_body' ? one.governingBody : item === 'certificate' ? one.certificate : true;
    await operator.call('setParticipantCheck', {
      params: { id, item },
      body: {
        result: applies ? 'met' : 'not_applicable',
        note: applies ? 'Hồ sơ giả lập, đã đối chiếu.' : '',
        evidence: applies ? `HS-${one.key}/${item}` : null,
      },
    });
  }
}

/** A made-up account of no bank, in the organisation's own name. */
async function registerAccount(own: Visitor, operator: Visitor, one: DemoOrganisation): Promise<void> {
  const number = `0000${one.taxCode?.replace('-', '') ?? ''}`;
  const account = await own.call('enterPaymentAccount', { body: { bankBin: '999999', number, holder: one.nameVi } });
  await operator.call('transitionPaymentAccount', { params: { id: account.id }, body: { action: 'verify' } });
  if (!one.certificate) return;
  const { kind, number: certificateNumber, days } = one.certificate;
  const inDays = (n: number) => vietnamDay(new Date(now().getTime() + n * day));
  const body = {
    kind,
    number: certificateNumber,
    issuer: 'Cơ quan cấp phép Mẫu',
    issuedOn: inDays(-100),
    expiresOn: inDays(days),
  };
  const certificate = await own.call('enterCertificate', { body });
  await operator.call('transitionParticipantCertificate', {
    params: { id: certificate.id },
    body: { action: 'confirm' },
  });
}

async function invite(kernel: Kernel, origin: string, admin: Visitor, member: DemoMember): Promise<void> {
  const { displayName, email, role } = member;
  const known = await kernel.db.read.findOneBy(Members, { email });
  if (known?.passwordHash) return;
  const guest = newVisitor(origin);
  if (known) await guest.call('requestPasswordReset', { body: { email } });
  else await admin.call('inviteMember', { body: { displayName, email, role } });
  const secret = await mailedSecret(guest, email, 'reset-password');
  await guest.call('resetPassword', { body: { secret, password: demoPassword } });
}
