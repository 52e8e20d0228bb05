import express, { type Request, type Response } from 'express';
import {
  type AnyOperation,
  type BodyOf,
  type ParamsOf,
  type QueryOf,
  type ResponseOf,
  scopeOf,
} from '../../contracts/operation.js';
import { Problem } from '../../contracts/problems.js';
import { type Actor, effective, type MemberActor } from './actor.js';
import type { Database } from './database.js';
import { sha256 } from './hash.js';
import { once } from './idempotency.js';
import { parse } from './parse.js';
import { createStreamLimit } from './stream-limit.js';

/** What a handler is given: who asks, and the parsed input. */
export type Call<O extends AnyOperation, A extends Actor = MemberActor> = {
  actor: A;
  params: ParamsOf<O>;
  query: QueryOf<O>;
  body: BodyOf<O>;
  /** The version the caller last saw, of operations with `ifMatch`. */
  ifMatch: number;
  req: Request;
  /** Who asks, looked up again: what runs long must not outlive a sign-out, a revoked token or a suspension. */
  refresh: () => Promise<A>;
};
type Handle<O extends AnyOperation, A extends Actor> = (call: Call<O, A>) => Promise<ResponseOf<O>>;
type Stream<O extends AnyOperation, A extends Actor> = (call: Call<O, A>, res: Response) => Promise<void>;

/** Where operations are mounted. `route` needs a signed-in member, `open` serves anyone; `stream` writes by itself. */
export type Api = {
  router: express.Router;
  /** Operations that have a handler, for the check that none is missing. */
  mounted: Set<AnyOperation>;
  route<O extends AnyOperation>(op: O, handle: Handle<O, MemberActor>): void;
  open<O extends AnyOperation>(op: O, handle: Handle<O, Actor>): void;
  stream<O extends AnyOperation>(op: O, handle: Stream<O, MemberActor>): void;
  openStream<O extends AnyOperation>(op: O, handle: Stream<O, Actor>): void;
};

type Options = {
  db: Database;
  authenticate: (req: Request) => Promise<Actor>;
  /** The site's own origin, e.g. `https://exchange.example`; unsafe requests of other origins are refused. */
  origin: string;
  /** Paths that can be read back: `POST /datasets` answers with `Location: /datasets/:id` because a GET of it exists. */
  resources: ReadonlySet<string>;
  /** Is told of every call before it is handled. */
  asked?: (op: AnyOperation, actor: Actor, call: { params: object; query: object }) => Promise<void>;
};

const json = express.json({ limit: '512kb', strict: true });

/** Every operation runs in one order: origin → authenticate → role → parse → (once per key) → handle → check the answer. */
export function createApi(options: Options): Api {
  const router = express.Router();
  const mounted = new Set<AnyOperation>();
  const streams = createStreamLimit();

  function mount<O extends AnyOperation, A extends Actor>(
    op: O,
    run: (call: Call<O, A>, res: Response) => Promise<void>,
  ) {
    if (mounted.has(op)) throw new Error(`${op.method} ${op.path} is mounted twice.`);
    mounted.add(op);
    const method = op.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    const steps = op.kind === 'upload' || op.kind === 'resumable' ? [] : [json];
    router[method](op.path, ...steps, async (req: Request, res: Response) => {
      refuseOtherOrigins(req, options.origin);
      const refresh = async () => {
        const found = (await options.authenticate(req)) as A;
        authorise(op, found);
        return found;
      };
      const actor = await refresh();
      const call: Call<O, A> = {
        actor,
        params: parse(op.params, req.params, 'params') as ParamsOf<O>,
        query: parse(op.query, req.query, 'query') as QueryOf<O>,
        body: (op.kind === 'upload' ? undefined : parse(op.body, req.body ?? {}, 'body')) as BodyOf<O>,
        ifMatch: op.ifMatch ? versionIn(req.get('If-Match')) : 0,
        req,
        refresh,
      };
      res.set('Cache-Control', actor.kind === 'anonymous' ? 'no-cache' : 'private, no-store');
      await options.asked?.(op, actor, call as Call<AnyOperation, Actor>);
      const watcher = actor.kind === 'member' ? actor.memberId : (req.ip ?? '');
      await (op.kind === 'events' ? streams.within(watcher, () => run(call, res)) : run(call, res));
    });
  }

  function answering<O extends AnyOperation, A extends Actor>(op: O, handle: Handle<O, A>) {
    mount<O, A>(op, async (call, res) => {
      const work = async () => ({ status: op.status ?? 200, body: op.response.parse(await handle(call)) as unknown });
      const answer = op.idempotent ? await once(options.db, claimOf(op, call), work) : await work();
      send(op, call.req, res, answer, options.resources);
    });
  }

  return {
    router,
    mounted,
    route: (op, handle) => answering(op, handle),
    open: (op, handle) => answering(op, handle),
    stream: (op, handle) => mount(op, handle),
    openStream: (op, handle) => mount(op, handle),
  };
}

/** Browsers name the origin of every unsafe request; one from another site is refused (CSRF). */
export function refuseOtherOrigins(req: Request, origin: string): void {
  if (req.method === 'GET' || req.method === 'HEAD') return;
  const from = req.get('Origin');
  if (from === undefined || from === origin || from === `${req.protocol}://${req.get('Host')}`) return;
  throw new Problem('cross-origin', {
    vi: 'Yêu cầu thay đổi dữ liệu phải xuất phát từ chính trang của sàn.',
    en: 'A request that changes something must come from the exchange’s own pages.',
  });
}

function authorise(op: AnyOperation, actor: Actor): void {
  if (op.roles === 'anyone') return;
  if (actor.kind !== 'member') {
    throw new Problem('sign-in-required', {
      vi: 'Hãy đăng nhập, hoặc gửi mã truy cập API trong tiêu đề Authorization.',
      en: 'Sign in, or send an API token in the Authorization header.',
    });
  }
  const scope = scopeOf(op);
  if (actor.scopes !== null && (scope === 'session' || !actor.scopes.includes(scope))) {
    throw new Problem('scope-required', {
      vi:
        scope === 'session'
          ? 'Việc này chỉ làm được khi đăng nhập trên trình duyệt.'
          : `Mã truy cập cần phạm vi “${scope}”.`,
      en:
        scope === 'session'
          ? 'This needs a browser session; a token cannot do it.'
          : `The token needs the scope “${scope}”.`,
    });
  }
  const capabilities = Array.isArray(op.roles) ? op.roles : null;
  if (capabilities && !capabilities.some((one) => actor.capabilities.includes(one))) {
    throw new Problem('role-required', {
      vi: `Chỉ dành cho tổ chức có vai trò: ${capabilities.join(', ')}.`,
      en: `Only for organisations with the capability: ${capabilities.join(', ')}.`,
    });
  }
  const waiting = capabilities && !capabilities.some((one) => effective(actor).includes(one));
  const readOnly = actor.role === 'viewer' && op.method !== 'GET' && op.tag !== 'identity';
  if (readOnly || (op.admin && actor.role !== 'admin')) {
    throw new Problem('role-required', {
      vi: readOnly ? 'Tài khoản của bạn chỉ được xem.' : 'Chỉ quản trị viên của tổ chức được làm việc này.',
      en: readOnly ? 'Your account may only look.' : 'Only an administrator of the organisation may do this.',
    });
  }
  if (waiting || (op.verified && !actor.verified)) {
    throw new Problem('not-verified', {
      vi: 'Tổ chức của bạn cần được đơn vị vận hành xác minh trước.',
      en: 'The operator must verify your organisation first.',
    });
  }
}

function claimOf(op: AnyOperation, call: Call<AnyOperation, Actor>) {
  const key = call.req.get('Idempotency-Key');
  if (key === undefined || !/^[\x21-\x7e]{8,255}$/.test(key)) {
    throw new Problem('idempotency-key-missing', {
      vi: 'Gửi tiêu đề Idempotency-Key gồm 8–255 ký tự, mới cho mỗi việc.',
      en: 'Send an Idempotency-Key header of 8 to 255 characters, new for each act.',
    });
  }
  const scope = call.actor.kind === 'member' ? call.actor.organisationId : call.actor.kind;
  // A password leaves no trace in the table of keys, also no hash of it.
  const { password, ...body } = (call.body ?? {}) as Record<string, unknown>;
  return { scope, key, input: { operation: `${op.method} ${op.path}`, params: call.params, body } };
}

/** An ETag is `"<version>.<hash>"`: strong for the whole answer, and its version is what If-Match compares. */
function versionIn(ifMatch: string | undefined): number {
  if (ifMatch === undefined) {
    throw new Problem('if-match-required', {
      vi: 'Gửi tiêu đề If-Match với ETag bạn đọc lần cuối.',
      en: 'Send an If-Match header with the ETag you last read.',
    });
  }
  const version = /^"(\d+)\.[0-9a-f]+"$/.exec(ifMatch)?.[1];
  return version === undefined ? -1 : Number(version);
}

/** Throws 412 unless the row still has the version the caller last saw. To be asked of the locked row. */
export function requireVersion(row: { version: number }, ifMatch: number): void {
  if (row.version === ifMatch) return;
  throw new Problem('stale', {
    vi: 'Có người đã sửa trong lúc bạn soạn; hãy tải lại rồi sửa tiếp.',
    en: 'Somebody changed this while you were editing; reload it and edit again.',
  });
}

function send(
  op: AnyOperation,
  req: Request,
  res: Response,
  answer: { status: number; body: unknown },
  resources: ReadonlySet<string>,
): void {
  res.status(answer.status);
  if (answer.status === 204) {
    res.end();
    return;
  }
  const body = answer.body as { id?: string; version?: number; nextCursor?: string | null; nextAfter?: number };
  const text = JSON.stringify(body);
  res.set('ETag', `"${body.version ?? 0}.${sha256(text).slice(0, 16)}"`);
  if (body.nextCursor) {
    const next = new URL(req.originalUrl, 'http://localhost');
    next.searchParams.set('cursor', body.nextCursor);
    res.set('Link', `<${next.pathname}${next.search}>; rel="next"`);
  }
  if (typeof body.nextAfter === 'number') {
    // A feed has no last page: what comes later is found behind the same link.
    const next = new URL(req.originalUrl, 'http://localhost');
    next.searchParams.set('after', String(body.nextAfter));
    res.set('Link', `<${next.pathname}${next.search}>; rel="next"`);
  }
  if (answer.status === 201 && body.id && resources.has(`${op.path}/:id`)) {
    res.set('Location', `${req.baseUrl}${req.path}/${body.id}`);
  }
  if (req.fresh) res.status(304).end();
  else res.type('json').send(text);
}
