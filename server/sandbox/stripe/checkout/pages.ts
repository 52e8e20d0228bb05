import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { CheckoutSession } from '../objects.js';
import type { Sandbox } from '../sandbox.js';
import { readCard } from './cards.js';
import { authenticationPage, expiredPage, missingPage, type Place, paymentPage, type Refusal } from './html.js';
import { finishAuthentication, type Outcome, openSession, pay, pendingAuthentication } from './pay.js';
import type { Language } from './words.js';

/**
 * The hosted checkout, mounted at `/c/pay`; all links are relative, so it works behind any prefix. It can be paid
 * without a browser:
 *
 * - `POST /c/pay/:id`, form-encoded `card_number, exp_month, exp_year, cvc, name` (name optional, year of 2 or 4 digits):
 *   303 to the success URL when paid (also when it was paid before), 303 to `/c/pay/:id/3ds` when the card asks for it,
 *   402 with the form and the reason when refused, 410 when the session has expired, 404 when there is none.
 * - `POST /c/pay/:id/3ds`, `outcome=complete` or `outcome=fail`: 303 to the success URL, or 402.
 */
export function checkoutPages(sandbox: Sandbox): Router {
  const router = express.Router();
  const { store } = sandbox;
  const body = express.urlencoded({ extended: false, limit: '64kb' });
  router.use(pageHeaders);

  const show = (res: Response, status: number, place: Place, refusal?: Refusal, name?: string) => {
    const items = store.get('sandbox.session_details', place.session.id)?.line_items ?? [];
    res.status(status).send(paymentPage(place, items, refusal, name));
  };

  const answer = (req: Request, res: Response, outcome: Outcome | undefined, base: string, name?: string) => {
    if (!outcome) return void res.status(404).send(missingPage(languageOf(req)));
    const { session } = outcome;
    const place = placeOf(req, session, base);
    if (outcome.result === 'declined') show(res, 402, place, { reason: outcome.reason }, name);
    else if (outcome.result === 'paid') res.redirect(303, successUrl(session));
    else if (outcome.result === 'expired') res.status(410).send(expiredPage(place));
    else res.redirect(303, `${session.id}/3ds?lang=${place.language}`);
  };

  /** The session of the address if it can still be paid; otherwise answers. */
  const payable = (req: Request, res: Response, base: string): CheckoutSession | undefined => {
    const session = openSession(sandbox, String(req.params.id));
    if (session?.status === 'open') return session;
    answer(req, res, session && { result: session.status === 'complete' ? 'paid' : 'expired', session }, base);
    return undefined;
  };

  router.get('/:id', (req, res) => {
    const session = payable(req, res, String(req.params.id));
    if (session) show(res, 200, placeOf(req, session, session.id));
  });

  router.post('/:id', body, (req, res) => {
    const session = payable(req, res, String(req.params.id));
    if (!session) return;
    const form = formOf(req);
    const read = readCard(form, new Date(sandbox.now() * 1000));
    if ('card' in read) answer(req, res, pay(sandbox, session.id, read.card), session.id, form.name);
    else show(res, 402, placeOf(req, session, session.id), { reason: read.problem, field: read.field }, form.name);
  });

  router.get('/:id/3ds', (req, res) => {
    const session = payable(req, res, `../${req.params.id}`);
    if (!session) return;
    const place = placeOf(req, session, `../${session.id}`);
    if (pendingAuthentication(store, session)) res.send(authenticationPage(place));
    else res.redirect(303, `../${session.id}?lang=${place.language}`);
  });

  router.post('/:id/3ds', body, (req, res) => {
    const id = String(req.params.id);
    answer(req, res, finishAuthentication(sandbox, id, formOf(req).outcome === 'complete'), `../${id}`);
  });
  return router;
}

/** No scripts, no frames, nothing kept. */
export const pageHeaders: RequestHandler = (_req, res, next) => {
  res.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  res.type('html');
  next();
};

function placeOf(req: Request, session: CheckoutSession, base: string): Place {
  return { language: languageOf(req, session), session, base };
}

function languageOf(req: Request, session?: CheckoutSession): Language {
  if (req.query.lang === 'en' || req.query.lang === 'vi') return req.query.lang;
  return String(session?.locale ?? 'vi').startsWith('en') ? 'en' : 'vi';
}

/** The form's plain fields; a field given twice is left out. */
function formOf(req: Request): Record<string, string> {
  const entries = Object.entries((req.body ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function successUrl(session: CheckoutSession): string {
  return session.success_url.replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}
