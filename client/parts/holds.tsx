import type { ReactNode } from 'react';
import { legalGrounds } from '../../contracts/scheme/pilot-2026';
import type { HoldNotice } from '../../contracts/supervision';
import { useAct, useData } from '../api';
import { dateTime } from '../format';
import { useT } from '../i18n';
import { Callout } from '../ui/parts';
import { Actions } from './actions';

/** Holds in force on a thing or on what it depends on. */
export function useHolds(id: string): HoldNotice[] {
  return useData('listHoldsOn', { params: { id } }).items;
}

const kinds = {
  organisation: { vi: 'một bên của giao dịch', en: 'a party of the trade' },
  dataset: { vi: 'bộ dữ liệu', en: 'the dataset' },
  order: { vi: 'đơn hàng', en: 'the order' },
  entitlement: { vi: 'quyền truy cập', en: 'the access' },
};

/** Tells that the regulator has frozen or held this, and why; `children` are shown only while nothing is frozen. */
export function Frozen({ id, children }: { id: string; children?: ReactNode }) {
  const t = useT();
  const holds = useHolds(id);
  const frozen = holds.some((hold) => hold.freezes);
  return (
    <>
      {holds.map((hold) => (
        <Callout
          key={hold.id}
          tone={hold.freezes ? 'bad' : 'warn'}
          title={
            hold.freezes
              ? t({
                  vi: `Cơ quan quản lý đang tạm dừng ${hold.subjectId === id ? '' : kinds[hold.kind].vi}`.trim(),
                  en: `The regulator has frozen ${hold.subjectId === id ? 'this' : kinds[hold.kind].en}`,
                })
              : hold.by === 'operator'
                ? t({ vi: 'Đơn vị vận hành lưu giữ chứng cứ', en: 'Kept as evidence by the operator' })
                : t({ vi: 'Cơ quan quản lý yêu cầu lưu giữ', en: 'Under a legal hold by the regulator' })
          }
        >
          {hold.ground ? <p>{t(legalGrounds[hold.ground])}</p> : null}
          {hold.reason ? <p>{hold.reason}</p> : null}
          <p className="soft">
            {t({ vi: 'Từ', en: 'Since' })} {dateTime(hold.placedAt)}.{' '}
            {hold.freezes
              ? t({ vi: 'Mọi bước và mọi khoản tiền đều chờ.', en: 'Every step and all money wait.' })
              : t({ vi: 'Không được xóa tệp hay hồ sơ.', en: 'No file or record may be deleted.' })}
          </p>
          {hold.canLift ? <Lift id={hold.id} /> : null}
        </Callout>
      ))}
      {frozen ? null : children}
    </>
  );
}

/** The way to lift a hold, with its reason. */
export function Lift({ id }: { id: string }) {
  const lift = useAct('liftHold');
  const label = { vi: 'Gỡ lệnh', en: 'Lift' };
  return (
    <Actions
      actions={[{ action: 'lift', label, reason: 'required', tone: 'neutral' }]}
      run={(_, reason = '') => lift.run({ params: { id }, body: { reason } })}
    />
  );
}
