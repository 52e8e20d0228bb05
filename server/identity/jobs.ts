import type { Kernel } from '../kernel/kernel.js';
import type { Mail } from '../kernel/mail.js';
import type { Handlers } from '../kernel/queue.js';
import { makeMailSecret } from './secrets.js';
import { type MailSecretKind, Members } from './tables.js';

/** The room's jobs. A secret is made when the mail is sent, so that none waits readable in the queue. */
export function identityJobs({ db, post, settings }: Kernel): Pick<Handlers, 'mail-secret'> {
  return {
    'mail-secret': async ({ memberId, kind }) => {
      const member = await db.read.findOneByOrFail(Members, { id: memberId });
      if (kind === 'verify-email' && member.emailVerifiedAt) return;
      const secret = await db.transaction((tx) => makeMailSecret(tx, memberId, kind));
      await post.send(secretMail(kind, member.email, settings.publicUrl, secret));
    },
  };
}

const words: Record<MailSecretKind, { page: string; subject: string; vi: string; en: string }> = {
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
    vi: 'Bạn được mời vào tổ chức của mình trên sàn dữ liệu. Mở liên kết sau trong 7 ngày để đặt mật khẩu:',
    en: 'You are invited to your organisation on the data exchange. Open this link within 7 days to set a password:',
  },
};

function secretMail(kind: MailSecretKind, to: string, publicUrl: string, secret: string): Mail {
  const { page, subject, vi, en } = words[kind];
  const link = `${publicUrl}/${page}?secret=${secret}`;
  return { to, subject, text: `${vi}\n${link}\n\n${en}\n${link}\n` };
}
