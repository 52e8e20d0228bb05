/** What is wrong in one file, as sentences; an empty list when it keeps to the house. */
export function findings(path: string, text: string): string[] {
  return [...importsOf(text).flatMap((target) => importFinding(path, target)), ...textFindings(path, text)];
}

const all = [
  ...['kernel', 'audit', 'lifecycle', 'identity', 'catalogue', 'licensing', 'ordering', 'payments', 'fulfilment'],
  ...['discovery', 'pricing', 'invoicing', 'sharing', 'certificates', 'notifications', 'operations', 'payouts'],
];
/** Which rooms of the server a room may import, besides itself, contracts and the names of jobs. */
const floors: Record<string, readonly string[]> = {
  kernel: [],
  audit: ['kernel'],
  lifecycle: ['kernel', 'audit'],
  identity: ['kernel', 'audit', 'lifecycle'],
  pricing: ['kernel', 'audit', 'lifecycle', 'identity'],
  catalogue: ['kernel', 'audit', 'lifecycle', 'identity'],
  discovery: ['kernel', 'audit', 'lifecycle', 'identity', 'catalogue'],
  licensing: ['kernel', 'audit', 'lifecycle', 'identity', 'catalogue'],
  fingerprint: ['kernel', 'audit', 'lifecycle', 'identity', 'catalogue'],
  ordering: ['kernel', 'audit', 'lifecycle', 'identity', 'pricing', 'catalogue', 'licensing', 'fingerprint'],
  invoicing: ['kernel', 'audit', 'lifecycle', 'identity', 'ordering'],
  payments: ['kernel', 'audit', 'lifecycle', 'identity', 'pricing', 'catalogue', 'licensing', 'ordering', 'invoicing'],
  payouts: ['kernel', 'audit', 'lifecycle', 'identity', 'catalogue', 'ordering', 'invoicing', 'payments'],
  fulfilment: ['kernel', 'audit', 'lifecycle', 'identity', 'catalogue', 'licensing', 'ordering', 'fingerprint'],
  sharing: [
    ...['kernel', 'audit', 'lifecycle', 'identity', 'catalogue', 'licensing', 'ordering', 'fulfilment', 'fingerprint'],
  ],
  // What the world is told of listings, and open data for everybody.
  publishing: [
    ...['kernel', 'audit', 'lifecycle', 'identity', 'catalogue', 'discovery', 'licensing', 'fulfilment', 'fingerprint'],
  ],
  certificates: [
    ...['kernel', 'audit', 'lifecycle', 'identity', 'catalogue', 'licensing', 'ordering', 'payments', 'fulfilment'],
  ],
  // An address that is read is checked as one that is written to.
  harvest: ['kernel', 'audit', 'lifecycle', 'identity', 'webhooks'],
  bids: ['kernel', 'audit', 'lifecycle', 'identity', 'catalogue'],
  evaluation: [
    ...['kernel', 'audit', 'lifecycle', 'identity', 'catalogue', 'licensing', 'ordering', 'fulfilment', 'sharing'],
  ],
  notifications: all,
  webhooks: ['kernel', 'audit', 'lifecycle', 'identity', 'notifications'],
  operations: [...all, 'supervision', 'disputes'],
  // Reviews listings and participants; stands on the rooms it asks.
  gate: [...all.filter((room) => room !== 'operations'), 'supervision', 'disputes', 'reporting'],
  supervision: all.filter((room) => room !== 'operations'),
  disputes: all.filter((room) => !['operations', 'sharing', 'certificates', 'pricing'].includes(room)),
  // Reads every room; only the app and the worker know it.
  reporting: [...all.filter((room) => !['notifications', 'operations'].includes(room)), 'disputes'],
  sandbox: [],
  // What runs on other people's machines: it verifies, and knows no database.
  cli: ['kernel', 'audit'],
  // The regulator's desk reads every room and is known to none.
  inspection: [...all, 'disputes'],
  // The top: wired by hand, imported by none.
  demo: [...all, 'supervision', 'disputes', 'bids', 'top'],
  top: [
    ...[...all, 'supervision', 'disputes', 'reporting', 'inspection', 'sandbox', 'demo', 'webhooks', 'evaluation'],
    ...['bids', 'gate', 'publishing', 'fingerprint'],
    'bids',
    'harvest',
  ],
};
/** Files at the top of the server that any room may import: names and schemas of jobs, and where the project lies. */
const common = ['server/jobs'];

/** Packages that only one place may know. */
const keepers: Record<string, RegExp> = {
  typeorm: /^(server\/kernel\/database|server\/[a-z]+\/tables|migrations\/[^/]+)$/,
  bullmq: /^server\/kernel\/queue$/,
  stripe: /^(server\/payments\/stripe(-connect)?|test\/.*)$/,
  passport: /^server\/identity\/sessions$/,
  'passport-local': /^server\/identity\/sessions$/,
  '@duckdb/node-api': /^(server\/kernel\/duckdb(-child|-query-child)?|test\/.*|bench\/.*)$/,
  '@aws-sdk/client-s3': /^(server\/kernel\/s3-storage|test\/.*)$/,
  '@aws-sdk/lib-storage': /^server\/kernel\/s3-storage$/,
  '@aws-sdk/s3-request-presigner': /^server\/kernel\/s3-storage$/,
  nodemailer: /^server\/kernel\/mail$/,
  pg: /^(server\/kernel\/[a-z-]+|server\/identity\/sessions|test\/.*|bench\/.*)$/,
};

function importsOf(text: string): string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g;
  return [...text.matchAll(pattern)].map((found) => found[1] ?? found[2] ?? found[3] ?? '');
}

function importFinding(path: string, target: string): string[] {
  const from = path.replace(/\.tsx?$/, '');
  if (!target.startsWith('.')) {
    const keeper = keepers[target];
    if (keeper && !keeper.test(from)) return [`${path}: only ${keeper.source} may import ${target}`];
    if (from.startsWith('contracts/') && target !== 'zod') return [`${path}: contracts import zod and nothing else`];
    return [];
  }
  const to = resolved(from, target);
  const [side = '', other = ''] = [from.split('/')[0], to.split('/')[0]];
  const allowed: Record<string, readonly string[]> = {
    contracts: ['contracts'],
    client: ['client', 'contracts'],
    server: ['server', 'contracts', 'migrations'],
    migrations: ['migrations'],
  };
  if (allowed[side] && !allowed[side].includes(other)) return [`${path}: ${side} may not import ${other} (${target})`];
  if (side !== 'server' || other !== 'server' || common.includes(to)) return [];
  const [room, wanted] = [roomOf(from), roomOf(to)];
  if (room === wanted || floors[room]?.includes(wanted)) return [];
  return [`${path}: the room ${room} may not import ${wanted} (${target})`];
}

function roomOf(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? (parts[1] ?? '') : 'top';
}

function resolved(from: string, target: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const step of target.replace(/\.(js|jsx|ts|tsx)$/, '').split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  return parts.join('/');
}

type Rule = { says: string; where: RegExp; except?: RegExp; pattern: RegExp };

const rules: readonly Rule[] = [
  {
    says: 'process.env is read by server/config.ts alone (and by the command, on other people’s machines)',
    where: /^(server|contracts|migrations|client)\//,
    except: /^server\/(config|cli\/environment)\.ts$/,
    pattern: /process\.env\b/,
  },
  {
    says: 'a state is written by lifecycle/advance.ts alone (payments and refunds mirror Stripe’s own)',
    where: /^server\//,
    except:
      /^server\/(lifecycle\/advance|payments\/(apply|card|chargebacks|checkouts|jobs|paying-back|reconcile|refunds|bank\/(credit|rail)|direct\/(rail|stating|answering)))\.ts$/,
    pattern: /(?:updateRow\(|\.update\()[^;]*\bstate:|\bset state\s*=/,
  },
  {
    says: 'ledger rows are written by payments/ledger.ts alone',
    where: /^server\//,
    except: /^server\/(payments\/(ledger|tables)|tables)\.ts$/,
    pattern: /\bPostings\b|insert into postings/,
  },
  {
    says: 'events are written by audit/record.ts alone',
    where: /^server\//,
    except: /^server\/audit\/record\.ts$/,
    pattern: /insertRow\(\w+,\s*AuditEvents|insert into audit_events/,
  },
  { says: 'no barrels', where: /./, pattern: /^export \* from/m },
  {
    says: 'no default export outside the client’s pages',
    where: /^(server|contracts|migrations|test|client)\//,
    except: /^client\/(pages\/|vite\.config)/,
    pattern: /^export default\b/m,
  },
  { says: 'no Service, Manager or Impl', where: /./, pattern: /\bclass \w*(Service|Manager|Impl)\b/ },
  { says: 'no suppressed types', where: /./, pattern: /@ts-(ignore|nocheck)\b/ },
  { says: 'no skipped or only tests', where: /^test\//, pattern: /\b(describe|it)\.(skip|only)\(|\bx(it|describe)\(/ },
  { says: 'no notes to oneself', where: /./, pattern: /\b(TODO|FIXME|XXX)\b/ },
];

function textFindings(path: string, text: string): string[] {
  const broken = rules
    .filter((rule) => rule.where.test(path) && !rule.except?.test(path) && rule.pattern.test(text))
    .map((rule) => `${path}: ${rule.says}`);
  if (/(^|\/)(utils?|helpers?)(\/|\.|$)/.test(path)) broken.push(`${path}: a name that says nothing`);
  for (const body of functionsOf(text)) {
    if (/\(tx: Tx\b/.test(body.split('{')[0] ?? '') && /\.transaction\(/.test(body)) {
      broken.push(`${path}: a function either takes tx or opens a transaction (${body.slice(0, 60).trim()})`);
    }
  }
  return broken;
}

/** The functions of a file's top level, each with its text. */
function functionsOf(text: string): string[] {
  return text.split(/\n(?=(?:export )?(?:async )?function )/).slice(1);
}
