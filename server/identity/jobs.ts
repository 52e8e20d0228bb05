import type { Bilingual } from '../../contracts/common.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Mail } from '../kernel/mail.js';
import type { Handlers } from '../kernel/queue.js';
import { makeMailSecret } from './secrets.js';
import { type MailSecretKind, Members, Organisations } from './tables.js';

/** The room's jobs. A secret is made when the mail is sent, so that none waits readable in the queue. */
export function identityJobs({ db, post, settings }: Kernel): Pick<Handlers, 'mail-secret' | 'mail-known-account'> {
  return {
    'mail-secret': async ({ memberId, kind }) => {
      const member = await db.read.findOneBy(Members, { id: memberId });
      if (!member || (kind === 'verify-email' && member.emailVerifiedAt)) return;
      const { nameVi, nameEn } = await db.read.findOneByOrFail(Organisations, { id: member.organisationId });
      const secret = await db.transaction((tx) => makeMailSecret(tx, memberId, kind));
      const link = `${settings.publicUrl}/${words[kind].page}?secret=${secret}`;
      await post.send(secretMail(words[kind], member.email, link, { vi: nameVi, en: nameEn }));
    },
    'mail-known-account': async ({ memberId }) => {
      const member = await db.read.findOneBy(Members, { id: memberId, active: true });
      if (member) await post.send(knownAccountMail(member.email, settings.publicUrl));
    },
  };
}

/** `{organisation}` stands for the name of the member's organisation. */
type Words = { page: string; subject: string; vi: string; en: string };
const words: Record<MailSecretKind, Words> = {
  'verify-email': {
    page: 'verify-email',
    subject: 'Xác nhận email / Verify your e-mail',
    vi: 'Mở liên kết sau trong 24 giờ để xác nhận email của bạn:',
    en: 'Open this link within 24 hours to verify your e-mail:',
  },
  'reset-password': {
    page: 'reset-password',
    subject: 'Đặt lại mật khẩu / Reset your password',
    vi: 'Mở liên kết sau trong một giờ để đặt mật khẩu mới. Nếu không phải bạn yêu cầu, hãy bỏ qua thư này:',
    en: 'Open this link within one hour to set a new password. If you did not ask for it, ignore this mail:',
  },
  invitation: {
    page: 'reset-password',
    subject: 'Lời mời tham gia sàn dữ liệu / Invitation to the data exchange',
    vi: 'Tổ chức “{organisation}” mời bạn tham gia trên sàn dữ liệu. Mở liên kết sau trong 7 ngày để đặt mật khẩu; nếu bạn không biết tổ chức này, hãy bỏ qua thư:',
    en: '“{organisation}” invites you to join it on the data exchange. Open this link within 7 days to set a password; if you do not know the organisation, ignore this mail:',
  },
};

function secretMail({ subject, vi, en }: Words, to: string, link: string, organisation: Bilingual): Mail {
  const said = (text: string, name: string) => text.replace('{organisation}', () => name);
  return { to, subject, text: `${said(vi, organisation.vi)}\n${link}\n\n${said(en, organisation.en)}\n${link}\n` };
}

/** To the owner of an address that somebody tried to register again. */
function knownAccountMail(to: string, publicUrl: string): Mail {
  const links = `${publicUrl}/sign-in\n${publicUrl}/forgot-password`;
  return {
    to,
    subject: 'Bạn đã có tài khoản / You already have an account',
    text: [
      'Có người vừa đăng ký sàn dữ liệu bằng email này, nhưng email đã có tài khoản. Nếu là bạn, hãy đăng nhập hoặc đặt lại mật khẩu; nếu không, hãy bỏ qua thư này:',
      `${links}\n`,
      'Somebody registered on the data exchange with this e-mail, which has an account already. If it was you, sign in or reset the password; if not, ignore this mail:',
      `${links}\n`,
    ].join('\n'),
  };
}
