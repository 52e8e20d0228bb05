import type { FormEvent } from 'react';
import { Link } from 'react-router';
import { useAct, useData } from '../api';
import { useLanguage } from '../i18n';
import { paths } from '../paths';
import { formText, TextArea } from '../ui/fields';
import { Button, fieldError, Problem, Section } from '../ui/parts';

/** An intermediary publishes what it does, how, and for how much; its administrators write it. */
export function IntermediaryForm({ id, admin }: { id: string; admin: boolean }) {
  const { t, language } = useLanguage();
  const { profile } = useData('getIntermediary', { params: { id } });
  const publish = useAct('publishIntermediary');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const body = { scope: text('scope'), method: text('method'), fees: text('fees') };
    void publish.run({ body }).catch(() => null);
  };
  const area = (name: 'scope' | 'method' | 'fees', vi: string, en: string, hint?: string) => (
    <TextArea
      name={name}
      required
      rows={3}
      label={t({ vi, en })}
      {...(hint ? { hint } : {})}
      defaultValue={profile?.[name] ?? ''}
      wrong={fieldError(publish.problem, `/${name}`, language === 'vi')}
    />
  );
  return (
    <Section title={{ vi: 'Công bố của bên trung gian', en: 'What the intermediary publishes' }}>
      <div className="stack">
        <p className="soft">
          {t({
            vi: 'Phạm vi, phương pháp và giá phải được công bố trước khi thẩm định (Nghị định 314/2026, Điều 7 khoản 2). ',
            en: 'Scope, method and price are published before anything is appraised (Decree 314/2026, Art. 7(2)). ',
          })}
          <Link to={paths.intermediary(id)}>{t({ vi: 'Xem trang công khai', en: 'See the public page' })}</Link>
        </p>
        {admin ? (
          <form className="form" onSubmit={submit}>
            {area('scope', 'Phạm vi', 'Scope')}
            {area('method', 'Phương pháp', 'Method')}
            {area('fees', 'Giá', 'Price', t({ vi: 'Bằng đồng Việt Nam.', en: 'In Vietnamese đồng.' }))}
            <Problem problem={publish.problem} />
            <div>
              <Button type="submit" kind="primary" pending={publish.pending}>
                {t({ vi: 'Công bố', en: 'Publish' })}
              </Button>
            </div>
          </form>
        ) : null}
      </div>
    </Section>
  );
}
