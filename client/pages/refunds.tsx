import { useState } from 'react';
import { Link } from 'react-router';
import type { RefundItem } from '../../contracts/payments';
import { useAct } from '../api';
import { dateTime, money } from '../format';
import { useT } from '../i18n';
import { More } from '../parts/more';
import { paths } from '../paths';
import { SelectField } from '../ui/fields';
import { Badge, Button, Empty, PageHead, Problem, type Tone } from '../ui/parts';

const states: Record<RefundItem['state'], { vi: string; en: string; tone: Tone }> = {
  pending: { vi: 'đang gửi', en: 'on its way', tone: 'info' },
  succeeded: { vi: 'đã gửi', en: 'sent', tone: 'good' },
  failed: { vi: 'bị trả về', en: 'came back', tone: 'bad' },
  dropped: { vi: 'không cần nữa', en: 'not needed', tone: 'neutral' },
};

export default function Refunds() {
  const t = useT();
  const [state, setState] = useState<'' | 'failed' | 'pending' | 'succeeded'>('');
  return (
    <>
      <PageHead
        title={t({ vi: 'Hoàn tiền', en: 'Refunds' })}
        lead={t({
          vi: 'Khoản hoàn bị ngân hàng trả về vẫn là tiền của bên mua: hãy gửi lại.',
          en: 'A refund that the bank sent back is still the buyer’s money: send it again.',
        })}
      />
      <div className="stack-wide">
        <SelectField
          name="state"
          label={t({ vi: 'Trạng thái', en: 'State' })}
          options={[
            { value: '', label: t({ vi: 'Tất cả', en: 'All' }) },
            { value: 'failed', label: t(states.failed) },
            { value: 'pending', label: t(states.pending) },
            { value: 'succeeded', label: t(states.succeeded) },
          ]}
          onChoose={(value) => setState(value as 'failed')}
        />
        <More
          id="listRefunds"
          given={{ query: state === '' ? {} : { state } }}
          empty={<Empty title={{ vi: 'Không có khoản hoàn tiền nào', en: 'There is no refund' }} />}
        >
          {(items) => (
            <ul className="list">
              {items.map((one) => (
                <Refund key={one.id} refund={one} />
              ))}
            </ul>
          )}
        </More>
      </div>
    </>
  );
}

function Refund({ refund }: { refund: RefundItem }) {
  const t = useT();
  const retry = useAct('retryRefund');
  return (
    <li className="entry">
      <div className="meta">
        <strong>{money(refund.amountVnd)}</strong>
        <Badge tone={states[refund.state].tone}>{t(states[refund.state])}</Badge>
        <Link to={paths.order(refund.orderId)}>{refund.orderId}</Link>
        <time dateTime={refund.createdAt}>{dateTime(refund.createdAt)}</time>
        {refund.failure ? <code>{refund.failure}</code> : null}
      </div>
      <p className="soft">{refund.reason}</p>
      {refund.open ? (
        <div>
          <Button
            kind="primary"
            pending={retry.pending}
            onClick={() => void retry.run({ params: { id: refund.id } }).catch(() => null)}
          >
            {t({ vi: 'Gửi lại', en: 'Send again' })}
          </Button>
        </div>
      ) : null}
      <Problem problem={retry.problem} />
    </li>
  );
}
