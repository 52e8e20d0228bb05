import { type FormEvent, useState } from 'react';
import { useAct } from '../api';
import { useLanguage } from '../i18n';
import { formText, TextField } from '../ui/fields';
import { Button, Dialog, fieldError, Problem } from '../ui/parts';
import type { Search } from './transaction-filters';

/** Asks for a name and keeps the search under it. */
export function SaveSearch({ search }: { search: Search }) {
  const { t, language } = useLanguage();
  const [open, setOpen] = useState(false);
  const save = useAct('saveSearch');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = formText(event.currentTarget)('name');
    const saved = await save.run({ body: { name, query: search } }).catch(() => null);
    if (saved) setOpen(false);
  };
  return (
    <>
      <Button
        onClick={() => {
          save.reset();
          setOpen(true);
        }}
      >
        {t({ vi: 'Lưu tìm kiếm', en: 'Save search' })}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t({ vi: 'Lưu tìm kiếm', en: 'Save search' })}>
        <form className="stack" onSubmit={(event) => void submit(event)}>
          <TextField
            name="name"
            label={t({ vi: 'Tên', en: 'Name' })}
            required
            minLength={2}
            maxLength={100}
            wrong={fieldError(save.problem, '/name', language === 'vi')}
            hint={t({ vi: 'Chỉ bạn thấy tìm kiếm này.', en: 'Nobody but you sees it.' })}
          />
          <Problem problem={save.problem} />
          <div className="row">
            <Button type="submit" kind="primary" pending={save.pending}>
              {t({ vi: 'Lưu', en: 'Save' })}
            </Button>
            <Button kind="quiet" onClick={() => setOpen(false)}>
              {t({ vi: 'Quay lại', en: 'Back' })}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
