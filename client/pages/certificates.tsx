import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { isCertificateNumber, tidyCertificateNumber } from '../../contracts/certificate-number';
import { useT } from '../i18n';
import { paths } from '../paths';
import { TextField } from '../ui/fields';
import { Button, PageHead } from '../ui/parts';

export default function Certificates() {
  const t = useT();
  const navigate = useNavigate();
  const [wrong, setWrong] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const number = tidyCertificateNumber(String(new FormData(event.currentTarget).get('number') ?? ''));
    if (isCertificateNumber(number)) void navigate(paths.certificate(number));
    else
      setWrong(
        t({
          vi: 'Số này có chỗ gõ nhầm: hai ký tự kiểm tra ở cuối không khớp.',
          en: 'There is a slip in this number: the two check characters at its end do not fit.',
        }),
      );
  };
  return (
    <>
      <PageHead
        title={t({ vi: 'Kiểm tra chứng nhận giao dịch', en: 'Check a transaction certificate' })}
        lead={t({
          vi: 'Nhập số in trên chứng nhận. Trình duyệt của bạn tự kiểm chứng với sổ minh bạch; không cần tài khoản, không cần tin ai.',
          en: 'Enter the number printed on the certificate. Your browser verifies it against the transparency log; no account, nobody to be trusted.',
        })}
      />
      <form className="form" onSubmit={submit}>
        <TextField
          name="number"
          label={t({ vi: 'Số chứng nhận', en: 'Number of the certificate' })}
          hint="DS-2026-7K3M9Q-Y1"
          required
          wrong={wrong}
        />
        <div>
          <Button type="submit" kind="primary">
            {t({ vi: 'Kiểm tra', en: 'Check' })}
          </Button>
        </div>
      </form>
    </>
  );
}
