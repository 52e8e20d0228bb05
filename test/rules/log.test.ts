import assert from 'node:assert/strict';
import { createLog } from '../../server/kernel/log.js';

/** The lines that are logged, as text. */
function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  const to = {
    write(line: string) {
      text += line;
    },
  };
  write(createLog('info', to));
  return text;
}

describe('The log', () => {
  /** As the database's library throws it: with the statement and the values it was sent. */
  const failure = () =>
    Object.assign(new Error('duplicate key value violates unique constraint "members_email_key"'), {
      code: '23505',
      query: 'insert into members values ($1, $2)',
      parameters: ['mai@example.vn', '$argon2id$bi-mat'],
      driverError: { detail: 'Key (email)=(mai@example.vn) already exists.' },
    });

  it('tells of a database error what failed and where, and none of the values', () => {
    const text = logged((log) => log.error({ err: failure() }, 'A request failed.'));
    const { err, msg } = JSON.parse(text);
    assert.equal(msg, 'A request failed.');
    assert.deepEqual(Object.keys(err).sort(), ['code', 'message', 'stack', 'type']);
    assert.match(err.message, /members_email_key/);
    for (const value of ['mai@example.vn', 'bi-mat', 'insert into']) assert.ok(!text.includes(value), value);
  });

  it('nor where it is the cause of another', () => {
    const text = logged((log) => log.warn({ err: new Error('It failed.', { cause: failure() }) }, 'Tried again.'));
    assert.equal(JSON.parse(text).err.cause.code, '23505');
    for (const value of ['mai@example.vn', 'bi-mat', 'insert into']) assert.ok(!text.includes(value), value);
  });

  it('leaves out passwords, secrets and headers that are logged by mistake', () => {
    const text = logged((log) =>
      log.info({ body: { password: 'bi-mat', secret: 'bi-mat' }, req: { headers: { cookie: 'bi-mat' } } }, 'x'),
    );
    assert.ok(!text.includes('bi-mat'));
  });
});
