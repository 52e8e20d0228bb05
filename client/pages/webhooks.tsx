import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import type { WebhookEndpointView } from '../../contracts/webhooks';
import { useAct, useData } from '../api';
import { dateTime, number } from '../format';
import { useT } from '../i18n';
import { EndpointFields, endpointIn } from '../parts/webhook-form';
import { WebhookSecret } from '../parts/webhook-secret';
import { paths } from '../paths';
import { Badge, Button, Callout, Empty, PageHead, Problem } from '../ui/parts';

export default function Webhooks() {
  const t = useT();
  const endpoints = useData('listWebhooks', {}).items;
  const add = useAct('addWebhook');
  const [secret, setSecret] = useState('');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    void add
      .run({ body: endpointIn(form) })
      .then((made) => {
        setSecret(made.secret);
        form.reset();
      })
      .catch(() => null);
  };
  return (
    <>
      <PageHead
        title="Webhook"
        lead={t({
          vi: 'Sàn gửi sự kiện của tổ chức bạn đến máy chủ của bạn, có chữ ký theo Standard Webhooks. Muốn tự đọc: GET /api/v1/events.',
          en: 'Events of your organisation are sent to your server, signed as Standard Webhooks asks. To read them yourself: GET /api/v1/events.',
        })}
      />
      <div className="stack-wide">
        <WebhookSecret secret={secret} />
        {endpoints.length === 0 ? (
          <Empty title={{ vi: 'Chưa có địa chỉ nhận nào', en: 'There is no endpoint yet' }}>
            <p>{t({ vi: 'Thêm một địa chỉ ở biểu mẫu dưới đây.', en: 'Add one with the form below.' })}</p>
          </Empty>
        ) : (
          <ul className="list">
            {endpoints.map((one) => (
              <Endpoint key={one.id} one={one} />
            ))}
          </ul>
        )}
        <form className="form panel" onSubmit={submit}>
          <h2>{t({ vi: 'Địa chỉ mới', en: 'New endpoint' })}</h2>
          <EndpointFields />
          <Problem problem={add.problem} />
          <div>
            <Button type="submit" kind="primary" pending={add.pending}>
              {t({ vi: 'Thêm', en: 'Add' })}
            </Button>
          </div>
        </form>
      </div>
    </>
  );
}

export function EndpointState({ one }: { one: WebhookEndpointView }) {
  const t = useT();
  if (one.disabled) return <Badge tone="bad">{t({ vi: 'Đã tắt', en: 'Off' })}</Badge>;
  if (one.failingSince) return <Badge tone="warn">{t({ vi: 'Đang lỗi', en: 'Failing' })}</Badge>;
  return <Badge tone="good">{t({ vi: 'Đang gửi', en: 'On' })}</Badge>;
}

const reasons = {
  member: { vi: 'Đã được tắt bởi tổ chức bạn.', en: 'Switched off by your organisation.' },
  gone: { vi: 'Máy chủ đã trả lời 410 (không còn).', en: 'The server answered 410 (gone).' },
  failing: { vi: 'Không nhận được gì trong 5 ngày.', en: 'Nothing was taken for five days.' },
};

function Endpoint({ one }: { one: WebhookEndpointView }) {
  const t = useT();
  return (
    <li className="entry">
      <div className="row">
        <h2 className="url">
          <Link to={paths.webhook(one.id)}>{one.url}</Link>
        </h2>
        <EndpointState one={one} />
      </div>
      {one.description === '' ? null : <p>{one.description}</p>}
      <div className="meta">
        {one.types.map((type) => (
          <Badge key={type}>{type}</Badge>
        ))}
        {one.waiting > 0 ? (
          <span>
            {number(one.waiting)} {t({ vi: 'đang chờ gửi', en: 'waiting to be sent' })}
          </span>
        ) : null}
        {one.failingSince ? (
          <span>
            {t({ vi: 'Lỗi từ', en: 'Failing since' })} {dateTime(one.failingSince)}
          </span>
        ) : null}
      </div>
      {one.disabled ? <Callout tone="warn">{t(reasons[one.disabled.why])}</Callout> : null}
    </li>
  );
}
