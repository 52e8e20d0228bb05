import express, { type Router } from 'express';
import { escapeHtml, layout } from '../checkout/html.js';
import type { Language } from '../checkout/words.js';
import { causeOf } from '../emit.js';
import type { Sandbox } from '../sandbox.js';
import { onboard } from './onboard.js';

const words = {
  vi: {
    title: 'Hồ sơ nhận tiền',
    text: 'Stripe cần tài khoản ngân hàng của tổ chức để chuyển tiền bán dữ liệu.',
    number: 'Số tài khoản',
    hint: 'Số thử nghiệm: 000123456789 nhận được tiền; 000111111116 bị ngân hàng trả lại.',
    send: 'Gửi hồ sơ',
  },
  en: {
    title: 'Getting paid',
    text: 'Stripe needs the organisation’s bank account to pay out what its data earned.',
    number: 'Account number',
    hint: 'Test numbers: 000123456789 is paid; 000111111116 is sent back by the bank.',
    send: 'Submit',
  },
};

/**
 * The hosted onboarding, mounted at `/c/onboard`. Without a browser: `POST /c/onboard/:link`, form-encoded
 * `account_number`: 303 to the return URL; a link that was used or is too old leads to the refresh URL.
 */
export function onboardingPages(sandbox: Sandbox): Router {
  const router = express.Router();
  const { store, now } = sandbox;
  const usable = (id: string) => {
    const link = store.get('sandbox.account_link', id);
    return { link, open: link !== undefined && !link.used && link.expires_at > now() };
  };

  router.get('/:id', (req, res) => {
    const { link, open } = usable(req.params.id);
    if (!link) return void res.status(404).type('text').send('There is no such link.');
    if (!open) return void res.redirect(303, link.refresh_url);
    const language: Language = req.query.lang === 'en' ? 'en' : 'vi';
    const t = words[language];
    const form = `<h1>${t.title}</h1><p>${t.text}</p>
    <form method="post" action="${escapeHtml(link.id)}?lang=${language}">
      <label>${t.number}<input name="account_number" inputmode="numeric" required pattern="[0-9]{6,34}" maxlength="34" value="000123456789"></label>
      <p>${t.hint}</p>
      <button type="submit">${t.send}</button>
    </form>`;
    res.send(layout({ language }, t.title, form));
  });

  router.post('/:id', express.urlencoded({ extended: false, limit: '4kb' }), (req, res) => {
    const { link, open } = usable(String(req.params.id));
    if (!link) return void res.status(404).type('text').send('There is no such link.');
    if (!open) return void res.redirect(303, link.refresh_url);
    const given = (req.body as { account_number?: unknown } | undefined)?.account_number;
    if (typeof given !== 'string' || !/^\d{6,34}$/.test(given)) return void res.redirect(303, link.id);
    store.transaction((tx) => {
      tx.put({ ...link, used: true });
      onboard(causeOf(tx, now()), link.account, given);
    });
    res.redirect(303, link.return_url);
  });
  return router;
}
