import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import helmet from 'helmet';
import { api as operations } from '../contracts/api.js';
import { problems } from '../contracts/problems.js';
import { logFiles } from './audit/log-files.js';
import { mountAudit } from './audit/routes.js';
import { mountBids } from './bids/routes.js';
import { mountCatalogue } from './catalogue/routes.js';
import { mountCertificates } from './certificates/routes.js';
import type { Context } from './context.js';
import { mountDiscovery } from './discovery/routes.js';
import { mountDisputes } from './disputes/routes.js';
import { mountEvaluation } from './evaluation/routes.js';
import { mountFingerprint } from './fingerprint/routes.js';
import { mountFulfilment } from './fulfilment/routes.js';
import { mountGate } from './gate/routes.js';
import { mountHarvest } from './harvest/routes.js';
import { organisationRefs } from './identity/organisations.js';
import { mountIdentity } from './identity/routes.js';
import { createSessions } from './identity/sessions.js';
import { recordReads } from './inspection/reads.js';
import { mountInspection } from './inspection/routes.js';
import { mountInvoicing } from './invoicing/routes.js';
import { clientPages } from './kernel/client-pages.js';
import { endStreams } from './kernel/events.js';
import { createApi } from './kernel/http.js';
import { projectRoot, version } from './kernel/project.js';
import { answerProblems, nothingHere } from './kernel/refusals.js';
import { createSealer } from './kernel/sealing.js';
import { mountLicensing } from './licensing/routes.js';
import { mountNotifications } from './notifications/routes.js';
import { mountDocs } from './operations/docs.js';
import { healthRoutes, measureRequests } from './operations/health.js';
import { mountOperations } from './operations/routes.js';
import { mountOrdering } from './ordering/routes.js';
import { mountPayments } from './payments/routes.js';
import { stripeWebhook } from './payments/webhook.js';
import { mountPayouts } from './payouts/routes.js';
import { mountMoneySettings } from './pricing/money-setting-routes.js';
import { mountPricing } from './pricing/routes.js';
import { mountPublishing } from './publishing/routes.js';
import { publishedSite } from './publishing/site.js';
import { mountReporting } from './reporting/routes.js';
import { checkoutProxy } from './sandbox/stripe/proxy.js';
import { sharingProtocol } from './sharing/protocol.js';
import { mountSharing } from './sharing/routes.js';
import { createSigner } from './sharing/signing.js';
import { mountSupervision } from './supervision/routes.js';
import { mountWebhooks } from './webhooks/routes.js';

/** The web server of one process: API, webhooks, health, and the client’s pages. */
export function createApp(context: Context): express.Express {
  const { kernel, stripe } = context;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', context.config.trustedProxies);
  app.set('query parser', 'simple');
  app.use(helmet({ contentSecurityPolicy: { directives: contentPolicy(kernel.settings.publicUrl) } }));
  app.use(measureRequests(kernel.log));
  app.use(healthRoutes(kernel));
  app.post('/webhooks/stripe', express.raw({ type: '*/*', limit: '1mb' }), stripeWebhook(kernel, stripe));
  if (context.stripeSandbox) app.use('/sandbox/stripe', checkoutProxy(context.stripeSandbox));

  app.use('/log', logFiles(kernel.db));
  app.use('/delta-sharing', sharingProtocol(kernel, createSigner(context.sessionSecret)));
  const sessions = createSessions(kernel, context.sessionSecret);
  const api = createApi({
    db: kernel.db,
    authenticate: sessions.authenticate,
    origin: new URL(kernel.settings.publicUrl).origin,
    resources: new Set(Object.values(operations).flatMap((op) => (op.method === 'GET' ? [op.path] : []))),
    asked: recordReads(kernel.db),
  });
  mountIdentity(api, kernel, sessions);
  mountCatalogue(api, kernel);
  mountDiscovery(api, kernel);
  mountPublishing(api, kernel);
  mountLicensing(api, kernel);
  mountOrdering(api, kernel);
  mountPayments(api, kernel, stripe);
  mountPricing(api, kernel);
  mountMoneySettings(api, kernel);
  mountInvoicing(api, kernel);
  mountFulfilment(api, kernel);
  mountSharing(api, kernel);
  mountCertificates(api, kernel);
  mountAudit(api, kernel, organisationRefs);
  mountOperations(api, kernel);
  mountReporting(api, kernel);
  mountInspection(api, kernel);
  mountSupervision(api, kernel);
  mountDisputes(api, kernel, stripe);
  mountPayouts(api, kernel, stripe);
  mountNotifications(api, kernel);
  mountGate(api, kernel);
  mountBids(api, kernel);
  const reach = context.config.webhookReach;
  mountHarvest(api, kernel, reach);
  mountWebhooks(api, kernel, { reach, sealer: createSealer(context.sessionSecret, 'webhooks') });
  mountEvaluation(api, kernel);
  mountFingerprint(api, kernel);
  const missing = Object.entries(operations).filter(([, op]) => !api.mounted.has(op));
  if (missing.length > 0) throw new Error(`No handler for: ${missing.map(([name]) => name).join(', ')}.`);

  mountDocs(app, version);
  app.use('/api/v1', ...sessions.handlers, api.router);
  app.use('/api', nothingHere);
  app.get('/problems/:code', (req, res) => {
    const row = (problems as Record<string, object>)[req.params.code ?? ''];
    if (!row) return nothingHere(req, res, () => {});
    res.json({ code: req.params.code, ...row });
  });
  app.use(publishedSite(kernel, join(projectRoot, 'dist', 'site')));
  app.use(clientPages(join(projectRoot, 'dist', 'site')));
  app.use(nothingHere);
  app.use(answerProblems(kernel.log));
  return app;
}

function contentPolicy(publicUrl: string) {
  return {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    formAction: ["'self'", 'https://checkout.stripe.com'],
    upgradeInsecureRequests: publicUrl.startsWith('https:') ? [] : null,
  };
}

export type Listening = { port: number; close(): Promise<void> };

/** Listens; closing ends the streams and finishes the requests that are under way, for at most ten seconds. */
export async function listen(app: express.Express, port: number, host: string): Promise<Listening> {
  const server: Server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    close: () =>
      new Promise<void>((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), 10_000);
        const sweep = setInterval(() => server.closeIdleConnections(), 100);
        server.close(() => {
          clearTimeout(cut);
          clearInterval(sweep);
          resolve();
        });
        endStreams(app);
      }),
  };
}
