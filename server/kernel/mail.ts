import { createTransport } from 'nodemailer';
import { now } from './clock.js';
import type { Database } from './database.js';
import { newId } from './ids.js';
import { KeptMails } from './tables.js';

export type Mail = { to: string; subject: string; text: string };
export type Post = {
  send(mail: Mail): Promise<void>;
  /** Mails are kept on the outbox page instead of being sent. */
  kept: boolean;
};

/** Sends over SMTP, or keeps mails for the outbox page where no server is configured. */
export function createPost(options: { smtpUrl: string | undefined; from: string; db: Database }): Post {
  if (options.smtpUrl === undefined) {
    return {
      kept: true,
      async send(mail) {
        await options.db.read.insert(KeptMails, { id: newId('mail'), ...mail, sentAt: now() });
      },
    };
  }
  const transport = createTransport(options.smtpUrl);
  return {
    kept: false,
    async send(mail) {
      await transport.sendMail({ from: options.from, ...mail });
    },
  };
}
