import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import type { Arguments } from '../../contracts/calls';
import { legalForms } from '../../contracts/scheme/pilot-2026';
import { provinces } from '../../contracts/scheme/provinces';
import { useAct } from '../api';
import { useLanguage } from '../i18n';
import { paths } from '../paths';
import { useSession } from '../session';
import { Check, CheckGroup, formText, SelectField, TextField } from '../ui/fields';
import { Button, Callout, fieldError, PageHead, Problem } from '../ui/parts';

type Body = Arguments<'signUp'>['body'];

export default function SignUp() {
  const { t, language } = useLanguage();
  const { exchange } = useSession();
  const signUp = useAct('signUp');
  const [done, setDone] = useState('');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = formText(form);
    const data = new FormData(form);
    const body = {
      organisation: {
        nameVi: text('nameVi'),
        nameEn: text('nameEn'),
        legalForm: text('legalForm'),
        taxCode: text('taxCode'),
        provinceCode: text('provinceCode'),
        address: text('address'),
        capabilities: data.getAll('capabilities'),
      },
      member: { displayName: text('displayName'), email: text('email'), password: String(data.get('password') ?? '') },
      acceptTerms: true,
    } as Body;
    const made = await signUp.run({ body }).catch(() => null);
    if (made) setDone(text('email'));
  };
  if (done !== '') {
    return (
      <>
        <PageHead title={t({ vi: 'Kiểm tra email', en: 'Check your mail' })} />
        <Callout
          tone="good"
          title={t({
            vi: `Đã gửi thư đến ${done}; hãy làm theo liên kết trong thư.`,
            en: `A mail was sent to ${done}; follow the link in it.`,
          })}
        >
          {exchange.outbox ? (
            <Link to={`${paths.outbox()}?to=${encodeURIComponent(done)}`}>
              {t({ vi: 'Mở hộp thư đi của sàn trình diễn', en: 'Open the demo’s outbox' })}
            </Link>
          ) : null}
        </Callout>
      </>
    );
  }
  const wrong = (pointer: string) => fieldError(signUp.problem, pointer, language === 'vi');
  return (
    <>
      <PageHead
        title={t({ vi: 'Đăng ký tổ chức', en: 'Register an organisation' })}
        lead={t({
          vi: 'Đơn vị vận hành xác minh hồ sơ trước khi tổ chức giao dịch.',
          en: 'The operator verifies the organisation before it trades.',
        })}
      />
      <form className="form" onSubmit={(event) => void submit(event)}>
        <h2>{t({ vi: 'Tổ chức', en: 'Organisation' })}</h2>
        <TextField
          name="nameVi"
          required
          label={t({ vi: 'Tên tiếng Việt', en: 'Vietnamese name' })}
          wrong={wrong('/organisation/nameVi')}
        />
        <TextField
          name="nameEn"
          required
          label={t({ vi: 'Tên tiếng Anh', en: 'English name' })}
          wrong={wrong('/organisation/nameEn')}
        />
        <div className="grid-2">
          <SelectField
            name="legalForm"
            label={t({ vi: 'Loại hình', en: 'Legal form' })}
            defaultValue="company"
            options={Object.entries(legalForms).map(([value, label]) => ({ value, label: t(label) }))}
          />
          <TextField
            name="taxCode"
            required
            label={t({ vi: 'Mã số thuế', en: 'Tax code (MST)' })}
            hint={t({ vi: '10 chữ số, hoặc thêm -NNN cho chi nhánh.', en: '10 digits, with -NNN for a branch.' })}
            wrong={wrong('/organisation/taxCode')}
          />
          <SelectField
            name="provinceCode"
            label={t({ vi: 'Tỉnh, thành phố', en: 'Province' })}
            options={provinces.map((one) => ({ value: one.code, label: one.name }))}
          />
          <TextField
            name="address"
            required
            label={t({ vi: 'Địa chỉ', en: 'Address' })}
            wrong={wrong('/organisation/address')}
          />
        </div>
        <CheckGroup legend={t({ vi: 'Tham gia với vai trò', en: 'Takes part as' })}>
          <Check name="capabilities" value="buyer" defaultChecked label={t({ vi: 'Bên mua', en: 'Buyer' })} />
          <Check name="capabilities" value="provider" label={t({ vi: 'Bên bán', en: 'Provider' })} />
          <Check
            name="capabilities"
            value="intermediary"
            label={t({ vi: 'Trung gian dữ liệu (thẩm định)', en: 'Data intermediary (appraises)' })}
          />
        </CheckGroup>
        <h2>{t({ vi: 'Quản trị viên', en: 'Administrator' })}</h2>
        <TextField
          name="displayName"
          required
          autoComplete="name"
          label={t({ vi: 'Tên hiển thị', en: 'Display name' })}
          wrong={wrong('/member/displayName')}
        />
        <TextField
          name="email"
          type="email"
          required
          autoComplete="username"
          label="Email"
          wrong={wrong('/member/email')}
        />
        <TextField
          name="password"
          type="password"
          required
          minLength={12}
          autoComplete="new-password"
          label={t({ vi: 'Mật khẩu', en: 'Password' })}
          hint={t({ vi: 'Ít nhất 12 ký tự.', en: 'At least 12 characters.' })}
          wrong={wrong('/member/password')}
        />
        <Check
          name="terms"
          required
          label={t({
            vi: 'Tôi được tổ chức ủy quyền và chấp nhận quy chế của sàn.',
            en: 'I act for the organisation and accept the rules of the exchange.',
          })}
        />
        <Problem problem={signUp.problem} />
        <div>
          <Button type="submit" kind="primary" pending={signUp.pending}>
            {t({ vi: 'Đăng ký', en: 'Register' })}
          </Button>
        </div>
      </form>
    </>
  );
}
