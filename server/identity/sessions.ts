import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler, Response } from 'express';
import session from 'express-session';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import { type Actor, anonymous, type MemberActor } from '../kernel/actor.js';
import { hour } from '../kernel/clock.js';
import type { Kernel } from '../kernel/kernel.js';
import { memberActor } from './members.js';
import { signIn } from './sign-in.js';
import { tokenActor } from './tokens.js';

const PgStore = connectPgSimple(session);
type SignedIn = Request & { user?: MemberActor };

/** Express’s idea of a user is ours; a Passport of its own for every server, so that two can live in one process. */
export type Sessions = {
  handlers: RequestHandler[];
  /** Finds who asks: a bearer token, a browser session, or nobody. Member and organisation are read afresh each time. */
  authenticate(req: Request): Promise<Actor>;
  /** Signs in with the e-mail and password in the body, under a new session id. */
  open(req: Request): Promise<MemberActor>;
  /** Ends the session on the server. */
  end(req: Request): Promise<void>;
};

/** Sessions in PostgreSQL, so that they can be revoked; the cookie holds nothing but a signed id. */
export function createSessions({ db, settings }: Kernel, secret: string): Sessions {
  const gate = new passport.Passport();
  gate.use(
    new LocalStrategy(
      { usernameField: 'email', passwordField: 'password', passReqToCallback: true },
      (req, email, password, done) => {
        signIn(db, email, password, req.ip ?? '').then(
          (actor) => done(null, actor),
          (error: unknown) => done(error),
        );
      },
    ),
  );
  gate.serializeUser((user, done) => done(null, (user as MemberActor).memberId));
  gate.deserializeUser((memberId: string, done) => {
    memberActor(db.read, memberId).then(
      (actor) => done(null, actor ?? false),
      (error: unknown) => done(error),
    );
  });
  const store = new PgStore({
    pool: db.pool,
    tableName: 'sessions',
    createTableIfMissing: false,
    pruneSessionInterval: false,
  });
  const cookies = session({
    store,
    secret,
    name: 'datasan_session',
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: {
      httpOnly: true,
      sameSite: 'lax',
      secure: settings.publicUrl.startsWith('https:'),
      path: '/',
      maxAge: 12 * hour,
    },
  });
  /** Requests whose session was read already, when they came in. */
  const asked = new WeakSet<Request>();
  return {
    handlers: [cookies, gate.session() as RequestHandler],
    async authenticate(req) {
      const token = bearer(req);
      if (token !== null) return await tokenActor(db.read, token);
      const { user } = req as SignedIn;
      if (!user) return anonymous;
      if (!asked.has(req)) {
        asked.add(req);
        return user;
      }
      // Asked again in the middle of a long answer: the session may have ended, the member may have been switched off.
      const rows: unknown[] = await db.read.query('select 1 from sessions where sid = $1', [req.sessionID]);
      return (rows.length > 0 ? await memberActor(db.read, user.memberId) : null) ?? anonymous;
    },
    async open(req) {
      const actor = await new Promise<MemberActor>((resolve, reject) => {
        const answered = (error: unknown, user?: MemberActor | false) =>
          error || !user ? reject(error ?? new Error('No member was given.')) : resolve(user);
        (gate.authenticate('local', answered) as RequestHandler)(req, req.res as Response, reject);
      });
      await new Promise<void>((resolve, reject) =>
        req.logIn(actor, (error: unknown) => (error ? reject(error) : resolve())),
      );
      return actor;
    },
    async end(req) {
      await new Promise<void>((resolve, reject) =>
        req.session.destroy((error: unknown) => (error ? reject(error) : resolve())),
      );
      req.res?.clearCookie('datasan_session', { path: '/' });
    },
  };
}

/** The token in `Authorization: Bearer dst_…`, or as the password of Basic for tools that know only that. */
function bearer(req: Request): string | null {
  const header = req.get('Authorization');
  if (header === undefined) return null;
  const [kind, value = ''] = header.split(' ', 2);
  if (kind?.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString().split(':').slice(1).join(':');
  return value;
}
