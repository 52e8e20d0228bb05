import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import type { Arguments } from '../../contracts/calls';
import { useAct } from '../api';
import { useLanguage } from '../i18n';
import { paths } from '../paths';
import { Check, formText, TextField } from '../ui/fields';
import { Button, Callout, Dialog, fieldError, Problem } from '../ui/parts';

/** Asks for a name and keeps the search under it; with an alert its member is told of what is listed later. */
export function SaveCatalogueSearch({
  query: { sort: _, limit: __, cursor: ___, ...query },
}: {
  query: NonNullable<Arguments<'browseDatasets'>['query']>;
}) {
  const { t, language } = useLanguage();
  const [open, setOpen] = useState(false);
  const save = useAct('saveCatalogueSearch');
  const [saved, setSaved] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const alert = new FormData(form).get('alert') !== null;
    const done = await save.run({ body: { name: formText(form)('name'), query, alert } }).catch(() => null);
    if (done) setSaved(true);
  };
  return (
    <>
      <Button
        small
        onClick={() => {
          save.reset();
          setSaved(false);
          setOpen(true);
        }}
      >
        {t({ vi: 'Lưu tìm kiếm', en: 'Save search' })}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t({ vi: 'Lưu tìm kiếm', en: 'Save search' })}>
        {saved ? (
          <div className="stack">
            <Callout tone="good">{t({ vi: 'Đã lưu.', en: 'Saved.' })}</Callout>
            <Link to={paths.searches()}>{t({ vi: 'Tìm kiếm của tôi', en: 'My searches' })}</Link>
          </div>
        ) : (
          <form className="stack" onSubmit={(event) => void submit(event)}>
            <TextField
              name="name"
              label={t({ vi: 'Tên', en: 'Name' })}
              defaultValue={query.q ?? ''}
              required
              minLength={2}
              maxLength={100}
              wrong={fieldError(save.problem, '/name', language === 'vi')}
            />
            <Check
              name="alert"
              label={t({ vi: 'Báo khi có bộ dữ liệu mới khớp', en: 'Tell me of new datasets that match' })}
              defaultChecked
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
        )}
      </Dialog>
    </>
  );
}
