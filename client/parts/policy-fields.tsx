import {
  bytesPerGb,
  type LicencePolicy,
  type Purpose,
  purposeLabels,
  purposes,
  userClasses,
  userClassLabels,
} from '../../contracts/licences/policy';
import { derivedLabels } from '../../contracts/licences/terms';
import { useT } from '../i18n';
import { Check, CheckGroup, SelectField, TextField } from '../ui/fields';

/** The rules of a licence as a form; `policyIn` reads it. Re-identification is no field: it is always prohibited. */
export function PolicyFields({ policy, quota = true }: { policy: LicencePolicy; quota?: boolean }) {
  const t = useT();
  const bytes = policy.quota?.bytes;
  return (
    <>
      <CheckGroup legend={t({ vi: 'Mục đích được phép', en: 'Permitted purposes' })}>
        {purposes.map((one) => (
          <Check
            key={one}
            name="permitted"
            value={one}
            label={t(purposeLabels[one])}
            defaultChecked={policy.permittedPurposes.includes(one)}
          />
        ))}
      </CheckGroup>
      <div className="grid-2">
        <SelectField
          name="territory"
          label={t({ vi: 'Lãnh thổ', en: 'Territory' })}
          defaultValue={policy.territory}
          options={[
            { value: 'VN', label: t({ vi: 'Chỉ Việt Nam', en: 'Viet Nam only' }) },
            { value: 'worldwide', label: t({ vi: 'Toàn thế giới', en: 'Worldwide' }) },
          ]}
        />
        <SelectField
          name="redistribution"
          label={t({ vi: 'Cung cấp lại cho bên thứ ba', en: 'Passing on to third parties' })}
          defaultValue={policy.redistribution}
          options={[
            { value: 'prohibited', label: t({ vi: 'Cấm', en: 'Prohibited' }) },
            { value: 'with-attribution', label: t({ vi: 'Được, nếu ghi nguồn', en: 'With attribution' }) },
          ]}
        />
        <SelectField
          name="derivedWorks"
          label={t({ vi: 'Sản phẩm dẫn xuất', en: 'Derived works' })}
          defaultValue={policy.derivedWorks}
          options={(['internal', 'publishable-results', 'permitted'] as const).map((value) => ({
            value,
            label: t(derivedLabels[value]),
          }))}
        />
        <SelectField
          name="userClass"
          label={t({ vi: 'Dành cho', en: 'For' })}
          defaultValue={policy.userClass}
          hint={t({ vi: 'Theo loại hình pháp lý đã xác minh.', en: 'By the verified legal form.' })}
          options={userClasses.map((value) => ({ value, label: t(userClassLabels[value]) }))}
        />
        <TextField
          name="seats"
          type="number"
          min={1}
          max={100_000}
          label={t({ vi: 'Số người dùng được nêu tên', en: 'Named users' })}
          hint={t({ vi: 'Để trống: cả tổ chức.', en: 'Empty: the whole organisation.' })}
          defaultValue={policy.seats ?? ''}
        />
        {quota ? (
          <>
            <TextField
              name="calls"
              type="number"
              min={1}
              label={t({ vi: 'Hạn mức lượt gọi', en: 'Quota of calls' })}
              defaultValue={policy.quota?.calls ?? ''}
            />
            <TextField
              name="gigabytes"
              type="number"
              min={0.001}
              step={0.001}
              label={t({ vi: 'Hạn mức GB', en: 'Quota of GB' })}
              defaultValue={bytes === undefined ? '' : bytes / bytesPerGb}
            />
            <SelectField
              name="per"
              label={t({ vi: 'Hạn mức tính theo', en: 'The quota counts' })}
              defaultValue={policy.quota?.per ?? 'term'}
              options={[
                { value: 'term', label: t({ vi: 'cả thời hạn', en: 'the whole term' }) },
                { value: 'month', label: t({ vi: 'mỗi tháng', en: 'each month' }) },
              ]}
            />
          </>
        ) : null}
      </div>
      <CheckGroup legend={t({ vi: 'Nghĩa vụ', en: 'Duties' })}>
        <Check
          name="attribution"
          label={t({ vi: 'Phải ghi nguồn bên bán', en: 'The provider must be credited' })}
          defaultChecked={policy.attribution}
        />
        <Check
          name="deletionAtEnd"
          label={t({ vi: 'Phải xóa dữ liệu khi kết thúc', en: 'The data must be deleted at the end' })}
          defaultChecked={policy.deletionAtEnd}
        />
      </CheckGroup>
    </>
  );
}

/** What the fields say. The rule on AI training follows from the purposes. */
export function policyIn(form: HTMLFormElement): Omit<LicencePolicy, 'duration' | 'reidentification'> {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '').trim();
  const permittedPurposes = data.getAll('permitted').map(String) as Purpose[];
  const [calls, gigabytes] = [text('calls'), text('gigabytes')];
  return {
    permittedPurposes,
    territory: text('territory') as LicencePolicy['territory'],
    redistribution: text('redistribution') as LicencePolicy['redistribution'],
    derivedWorks: text('derivedWorks') as LicencePolicy['derivedWorks'],
    aiTraining: permittedPurposes.includes('ai_training') ? 'permitted' : 'prohibited',
    attribution: data.has('attribution'),
    deletionAtEnd: data.has('deletionAtEnd'),
    userClass: text('userClass') as LicencePolicy['userClass'],
    seats: text('seats') === '' ? null : Number(text('seats')),
    quota:
      calls === '' && gigabytes === ''
        ? null
        : {
            per: text('per') as 'month' | 'term',
            ...(calls === '' ? {} : { calls: Number(calls) }),
            ...(gigabytes === '' ? {} : { bytes: Math.round(Number(gigabytes) * bytesPerGb) }),
          },
  };
}
