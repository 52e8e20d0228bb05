import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { useAct } from '../api';
import { useLanguage } from '../i18n';
import { paths } from '../paths';
import { formText, TextField } from '../ui/fields';
import { Button, fieldError, PageHead, Problem } from '../ui/parts';

/** A draft needs a title; everything else is said in the steps that follow, and kept as it is said. */
export default function NewDataset() {
  const { t, language } = useLanguage();
  const navigate = useNavigate();
  const create = useAct('createDataset');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    setBusy(true);
    try {
      const { id } = await create.run({ body: { titleVi: text('titleVi') } });
      await navigate(`${paths.listingWizard(id)}?step=data`);
    } catch {
      setBusy(false);
    }
  };
  return (
    <>
      <PageHead
        title={t({ vi: 'Bộ dữ liệu mới', en: 'New dataset' })}
        lead={t({
          vi: 'Đặt tên, rồi thả tệp vào. Mọi bước được lưu ngay và sửa được cho đến khi gửi kiểm duyệt.',
          en: 'Name it, then drop the files. Every step is saved at once and can be changed until you submit it.',
        })}
      />
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          name="titleVi"
          label={t({ vi: 'Tên (tiếng Việt)', en: 'Title (Vietnamese)' })}
          required
          maxLength={200}
          wrong={fieldError(create.problem, '/titleVi', language === 'vi')}
        />
        <Problem problem={create.problem} />
        <div>
          <Button type="submit" kind="primary" pending={busy}>
            {t({ vi: 'Tiếp tục', en: 'Go on' })}
          </Button>
        </div>
      </form>
    </>
  );
}
