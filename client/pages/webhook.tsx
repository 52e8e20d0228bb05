import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { WebhookDeliveryView, WebhookEndpointView } from '../../contracts/webhooks';
import { useAct, useData } from '../api';
import { dateTime } from '../format';
import { useT } from '../i18n';
import { More } from '../parts/more';
import { EndpointFields, endpointIn } from '../parts/webhook-form';
import { WebhookSecret } from '../parts/webhook-secret';
import { paths } from '../paths';
import { Missing } from '../shell/fault';
import { formText, SelectField, TextField } from '../ui/fields';
import { Badge, Button, Callout, Dialog, Empty, PageHead, Problem, Section } from '../ui/parts';
import { EndpointState } from './webhooks';

export default function Webhook() {
  const { id } = useParams();
  const endpoint = useData('listWebhooks', {}, (answer) => answer.items.some((one) => one.waiting > 0)).items.find(
    (one) => one.id === id,
  );
  return endpoint ? <Endpoint endpoint={endpoint} /> : <Missing />;
}

function Endpoint({ endpoint }: { endpoint: WebhookEndpointView }) {
  const t = useT();
  const params = { id: endpoint.id };
  const [secret, setSecret] = useState('');
  const test = useAct('testWebhook');
  const edit = useAct('editWebhook');
  const rotate = useAct('rotateWebhook');
  const on = endpoint.disabled === null;
  return (
    <>
      <PageHead eyebrow="Webhook" title={new URL(endpoint.url).host} lead={<span className="url">{endpoint.url}</span>}>
        <EndpointState one={endpoint} />
        <Button pending={test.pending} disabled={!on} onClick={() => void test.run({ params }).catch(() => null)}>
          {t({ vi: 'Gửi thử', en: 'Send a test' })}
        </Button>
        <Button
          pending={rotate.pending}
          onClick={() =>
            void rotate
              .run({ params, body: { overlapHours: 24 } })
              .then((made) => setSecret(made.secret))
              .catch(() => null)
          }
        >
          {t({ vi: 'Khóa mới', en: 'New secret' })}
        </Button>
        <Button
          pending={edit.pending}
          onClick={() => void edit.run({ params, body: { enabled: !on } }).catch(() => null)}
        >
          {on ? t({ vi: 'Tắt', en: 'Switch off' }) : t({ vi: 'Bật', en: 'Switch on' })}
        </Button>
        <Remove endpoint={endpoint} />
      </PageHead>
      <div className="stack-wide">
        <WebhookSecret secret={secret} />
        <Problem problem={test.problem ?? edit.problem ?? rotate.problem} />
        {endpoint.oldSecretUntil && new Date(endpoint.oldSecretUntil) > new Date() ? (
          <Callout tone="info">
            {t({
              vi: `Đến ${dateTime(endpoint.oldSecretUntil)}, mỗi bản tin mang chữ ký của cả khóa cũ và khóa mới.`,
              en: `Until ${dateTime(endpoint.oldSecretUntil)} every message carries the signatures of the old and the new secret.`,
            })}
          </Callout>
        ) : null}
        <Section title={{ vi: 'Đã gửi', en: 'Sent' }}>
          <More
            id="listWebhookDeliveries"
            given={{ params, query: {} }}
            empty={
              <Empty title={{ vi: 'Chưa gửi gì', en: 'Nothing was sent yet' }}>
                <p>{t({ vi: 'Bấm “Gửi thử” để thử máy chủ.', en: 'Press “Send a test” to try your server.' })}</p>
              </Empty>
            }
          >
            {(items) => (
              <ul className="list">
                {items.map((one) => (
                  <Delivery key={one.id} one={one} on={on} />
                ))}
              </ul>
            )}
          </More>
        </Section>
        <Replay endpoint={endpoint} />
        <Edit endpoint={endpoint} />
      </div>
    </>
  );
}

const states = {
  waiting: { tone: 'info', name: { vi: 'Đang chờ', en: 'Waiting' } },
  delivered: { tone: 'good', name: { vi: 'Đã nhận', en: 'Taken' } },
  failed: { tone: 'bad', name: { vi: 'Thất bại', en: 'Failed' } },
} as const;

function Delivery({ one, on }: { one: WebhookDeliveryView; on: boolean }) {
  const t = useT();
  const replay = useAct('replayDelivery');
  const { tone, name } = states[one.state];
  const last = one.attempts.at(-1);
  return (
    <li className="entry">
      <div className="row">
        <strong>{one.type}</strong>
        <Badge tone={tone}>{t(name)}</Badge>
        {last?.fault ? <span className="faint">{last.fault}</span> : null}
      </div>
      <div className="meta">
        <code>{one.messageId}</code>
        <span>{dateTime(one.createdAt)}</span>
        {one.nextAt && one.attempts.length > 0 ? (
          <span>
            {t({ vi: 'Thử lại lúc', en: 'Next attempt' })} {dateTime(one.nextAt)}
          </span>
        ) : null}
        <Button
          small
          disabled={!on}
          pending={replay.pending}
          label={t({ vi: `Gửi lại ${one.messageId}`, en: `Send ${one.messageId} again` })}
          onClick={() => void replay.run({ params: { id: one.id } }).catch(() => null)}
        >
          {t({ vi: 'Gửi lại', en: 'Send again' })}
        </Button>
      </div>
      {one.attempts.length === 0 ? null : (
        <details>
          <summary>
            {t({ vi: 'Các lần thử', en: 'Attempts' })}: {one.attempts.length}
          </summary>
          <ol className="plain">
            {one.attempts.map((attempt) => (
              <li key={attempt.at}>
                {dateTime(attempt.at)} · {attempt.status ?? '–'} · {attempt.ms} ms
                {attempt.fault ? ` · ${attempt.fault}` : ''}
              </li>
            ))}
          </ol>
        </details>
      )}
      <Problem problem={replay.problem} />
    </li>
  );
}

function Replay({ endpoint }: { endpoint: WebhookEndpointView }) {
  const t = useT();
  const replay = useAct('replayWebhook');
  const [sent, setSent] = useState<number | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const since = new Date(`${text('since')}:00+07:00`).toISOString();
    const what = text('what') === 'all' ? 'all' : 'not-taken';
    void replay
      .run({ params: { id: endpoint.id }, body: { since, what } })
      .then((answer) => setSent(answer.replayed))
      .catch(() => setSent(null));
  };
  return (
    <form className="form panel" onSubmit={submit}>
      <h2>{t({ vi: 'Gửi lại từ một thời điểm', en: 'Send again since a moment' })}</h2>
      <TextField
        name="since"
        type="datetime-local"
        required
        label={t({ vi: 'Từ (giờ Việt Nam)', en: 'Since (time of Viet Nam)' })}
      />
      <SelectField
        name="what"
        label={t({ vi: 'Gửi lại', en: 'Send again' })}
        options={[
          { value: 'not-taken', label: t({ vi: 'những gì chưa được nhận', en: 'what was not taken' }) },
          { value: 'all', label: t({ vi: 'tất cả', en: 'everything' }) },
        ]}
      />
      <Problem problem={replay.problem} />
      {sent === null ? null : (
        <Callout tone="good">
          {t({ vi: `Đang gửi lại ${sent} sự kiện.`, en: `${sent} events are sent again.` })}
        </Callout>
      )}
      <div>
        <Button type="submit" pending={replay.pending} disabled={endpoint.disabled !== null}>
          {t({ vi: 'Gửi lại', en: 'Send again' })}
        </Button>
      </div>
    </form>
  );
}

function Edit({ endpoint }: { endpoint: WebhookEndpointView }) {
  const t = useT();
  const edit = useAct('editWebhook');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void edit.run({ params: { id: endpoint.id }, body: endpointIn(event.currentTarget) }).catch(() => null);
  };
  return (
    <form className="form panel" onSubmit={submit}>
      <h2>{t({ vi: 'Sửa', en: 'Edit' })}</h2>
      <EndpointFields endpoint={endpoint} />
      <Problem problem={edit.problem} />
      <div>
        <Button type="submit" pending={edit.pending}>
          {t({ vi: 'Lưu', en: 'Save' })}
        </Button>
      </div>
    </form>
  );
}

function Remove({ endpoint }: { endpoint: WebhookEndpointView }) {
  const t = useT();
  const remove = useAct('removeWebhook');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const sure = async () => {
    await navigate(paths.webhooks());
    await remove.run({ params: { id: endpoint.id } }).catch(() => null);
    await queries.invalidateQueries();
  };
  return (
    <>
      <Button kind="danger" onClick={() => setAsked(true)}>
        {t({ vi: 'Xóa', en: 'Remove' })}
      </Button>
      <Dialog open={asked} onClose={() => setAsked(false)} title={t({ vi: 'Xóa địa chỉ này?', en: 'Remove it?' })}>
        <p>
          {t({
            vi: 'Sàn không gửi gì đến đây nữa và quên những gì đã gửi.',
            en: 'Nothing more is sent there, and what was sent is forgotten.',
          })}
        </p>
        <div className="row">
          <Button kind="danger" onClick={() => void sure()}>
            {t({ vi: 'Xóa', en: 'Remove' })}
          </Button>
          <Button onClick={() => setAsked(false)}>{t({ vi: 'Thôi', en: 'Keep it' })}</Button>
        </div>
      </Dialog>
    </>
  );
}
