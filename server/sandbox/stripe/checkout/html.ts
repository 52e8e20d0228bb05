import { formatAmount } from '../money.js';
import type { CheckoutSession, LineItem } from '../objects.js';
import { TEST_CARDS, TEST_IBANS } from '../test-cards.js';
import type { CardField } from './cards.js';
import { style } from './style.js';
import { type Language, type Reason, words } from './words.js';

/** Where a page stands: its language and the relative way from its address to the session's (`cs_…` or `../cs_…`). */
export type Place = { language: Language; session: CheckoutSession; base: string };
export type Refusal = { reason: Reason; field?: CardField };

/** The payment form; after a refusal with its reason. Only the name is filled in again. */
export function paymentPage(place: Place, items: LineItem[], refusal?: Refusal, name = ''): string {
  const { language, session, base } = place;
  const t = words[language];
  const error = refusal ? t.reasons[refusal.reason] : undefined;
  const wrong = (field: CardField) =>
    refusal?.field === field ? ' aria-invalid="true" aria-describedby="reason"' : '';
  const rows = items.map(
    (
      item,
    ) => `<li><span>${escapeHtml(item.description)}${item.quantity > 1 ? ` <small>${t.quantity}: ${item.quantity}</small>` : ''}</span>
      <span class="money">${formatAmount(item.amount_total, item.currency)}</span></li>`,
  );
  const cards = Object.entries({ ...TEST_CARDS, ...TEST_IBANS }).map(
    ([number, behaviour]) =>
      `<li><code>${number.replace(/(\w{4})(?=\w)/g, '$1 ')}</code> ${t.cards[behaviour as keyof typeof t.cards]}</li>`,
  );
  const total = formatAmount(session.amount_total, session.currency);
  return layout(
    place,
    t.title,
    `<h1>${t.title}</h1>
    <p class="due">${t.amountDue}<strong class="money">${total}</strong></p>
    <ul class="items">${rows.join('')}</ul>
    ${error ? `<p class="reason" id="reason" role="alert">${error}</p>` : ''}
    <form method="post" action="${base}?lang=${language}">
      <fieldset><legend>${t.cardDetails}</legend>
        <label>${t.cardNumber}<input name="card_number" inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242" maxlength="42" required${wrong('card_number')}></label>
        <div class="row" role="group" aria-label="${t.expiry}">
          <label>${t.month}<input name="exp_month" inputmode="numeric" autocomplete="cc-exp-month" maxlength="2" required${wrong('expiry')}></label>
          <label>${t.year}<input name="exp_year" inputmode="numeric" autocomplete="cc-exp-year" maxlength="4" required${wrong('expiry')}></label>
          <label>${t.cvc}<input name="cvc" inputmode="numeric" autocomplete="cc-csc" maxlength="4" required${wrong('cvc')}></label>
        </div>
        <label>${t.name}<input name="name" autocomplete="cc-name" maxlength="200" required value="${escapeHtml(name)}"></label>
      </fieldset>
      <button type="submit">${t.pay} <span class="money">${total}</span></button>
    </form>
    ${cancelLink(place)}
    <details><summary>${t.testCards}</summary><ul>${cards.join('')}</ul><p>${t.testCardsHint}</p></details>`,
  );
}

/** The bank's page in between: two buttons, `outcome=complete` and `outcome=fail`. */
export function authenticationPage(place: Place): string {
  const t = words[place.language];
  const { amount_total, currency, id } = place.session;
  return layout(
    place,
    t.threeDSecureTitle,
    `<h1>${t.threeDSecureTitle}</h1>
    <p class="due">${t.amountDue}<strong class="money">${formatAmount(amount_total, currency)}</strong></p>
    <p>${t.threeDSecureText}</p>
    <form method="post" action="../${id}/3ds?lang=${place.language}">
      <button type="submit" name="outcome" value="complete">${t.complete}</button>
      <button type="submit" name="outcome" value="fail" class="quiet">${t.fail}</button>
    </form>
    ${cancelLink(place)}`,
  );
}

export function expiredPage(place: Place): string {
  const t = words[place.language];
  return layout(place, t.expiredTitle, `<h1>${t.expiredTitle}</h1><p>${t.expiredText}</p>${cancelLink(place)}`);
}

export function missingPage(language: Language): string {
  const t = words[language];
  return layout({ language }, t.missingTitle, `<h1>${t.missingTitle}</h1><p>${t.missingText}</p>`);
}

function cancelLink({ language, session }: Place): string {
  if (!session.cancel_url) return '';
  return `<p class="cancel"><a href="${escapeHtml(session.cancel_url)}">${words[language].cancel}</a></p>`;
}

/** A page of the stand-in around `main`, which is HTML already. */
export function layout({ language }: { language: Language }, title: string, main: string): string {
  const t = words[language];
  const other = language === 'vi' ? 'en' : 'vi';
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${title} · ${t.simulation}</title><style>${style}</style></head>
<body>
<header><p>${t.simulation}</p><a href="?lang=${other}" lang="${other}" hreflang="${other}">${t.otherLanguage}</a></header>
<main>${main}</main>
</body></html>`;
}

/** `text` as it may stand between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
