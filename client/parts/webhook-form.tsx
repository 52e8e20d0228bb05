import { eventTypes } from '../../contracts/audit';
import type { WebhookEndpointView } from '../../contracts/webhooks';
import { useT } from '../i18n';
import { formText, TextArea, TextField } from '../ui/fields';

/** What a form of an endpoint holds: types of events one a line, or with commas between. */
export function endpointIn(form: HTMLFormElement) {
  const text = formText(form);
  const types = text('types')
    .split(/[\s,]+/)
    .filter((one) => one !== '');
  return { url: text('url'), description: text('description'), types: types.length === 0 ? ['*'] : types };
}

export function EndpointFields({ endpoint }: { endpoint?: WebhookEndpointView }) {
  const t = useT();
  const subjects = [...new Set(eventTypes.map((type) => type.split('.')[0]))];
  return (
    <>
      <TextField
        name="url"
        type="url"
        required
        maxLength={500}
        label={t({ vi: 'Địa chỉ nhận', en: 'Address' })}
        hint={t({ vi: 'https, một máy chủ công cộng', en: 'https, a public host' })}
        defaultValue={endpoint?.url}
      />
      <TextField
        name="description"
        maxLength={200}
        label={t({ vi: 'Ghi chú', en: 'Note' })}
        defaultValue={endpoint?.description}
      />
      <TextArea
        name="types"
        rows={3}
        label={t({ vi: 'Loại sự kiện', en: 'Types of events' })}
        hint={t({
          vi: 'Cách nhau bằng dấu phẩy: order.* là mọi sự kiện của đơn hàng, * là tất cả.',
          en: 'With commas between: order.* is every event of orders, * is everything.',
        })}
        defaultValue={endpoint?.types.join(', ') ?? 'order.*, entitlement.*'}
      />
      <details>
        <summary>{t({ vi: 'Các loại có thể nhận', en: 'Types there are' })}</summary>
        <p className="faint">{subjects.map((one) => `${one}.*`).join(', ')}</p>
      </details>
    </>
  );
}
