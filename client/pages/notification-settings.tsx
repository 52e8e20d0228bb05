import { type FormEvent, useState } from 'react';
import { type Channel, channelNames, channels, kindOf, type NotificationSettings } from '../../contracts/notifications';
import { useAct, useData } from '../api';
import { useT } from '../i18n';
import { formText, SelectField } from '../ui/fields';
import { Button, Callout, PageHead, Problem } from '../ui/parts';

const languages = {
  both: { vi: 'Cả hai ngôn ngữ', en: 'Both languages' },
  vi: { vi: 'Tiếng Việt', en: 'Vietnamese' },
  en: { vi: 'Tiếng Anh', en: 'English' },
};

export default function NotificationSettingsPage() {
  const t = useT();
  const settings = useData('getNotificationSettings', {});
  const save = useAct('setNotificationSettings');
  const [saved, setSaved] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const language = text('language') as keyof typeof languages;
    const body = {
      language: language === 'both' ? null : language,
      kinds: settings.kinds
        .filter((one) => !one.mandatory)
        .map(({ kind }) => ({ kind, channel: text(kind) as Channel })),
    };
    setSaved(false);
    void save
      .run({ body })
      .then(() => setSaved(true))
      .catch(() => null);
  };
  return (
    <>
      <PageHead
        title={t({ vi: 'Cách nhận thông báo', en: 'How you are told' })}
        lead={t({
          vi: 'Chỉ cho tài khoản của bạn. Bảo mật, giám sát và tranh chấp luôn được báo bằng thư.',
          en: 'For your account alone. Security, supervision and disputes always come by mail.',
        })}
      />
      <form className="stack-wide" onSubmit={submit}>
        <SelectField
          name="language"
          label={t({ vi: 'Ngôn ngữ của thư', en: 'Language of mails' })}
          defaultValue={settings.language ?? 'both'}
          options={Object.entries(languages).map(([value, label]) => ({ value, label: t(label) }))}
        />
        <table className="choices">
          <caption className="visually-hidden">{t({ vi: 'Kênh theo loại thông báo', en: 'Channel by kind' })}</caption>
          <tbody>
            {settings.kinds.map((one) => (
              <Row key={one.kind} one={one} />
            ))}
          </tbody>
        </table>
        <Problem problem={save.problem} />
        {saved ? <Callout tone="good" title={t({ vi: 'Đã lưu.', en: 'Saved.' })} /> : null}
        <div>
          <Button type="submit" kind="primary" pending={save.pending}>
            {t({ vi: 'Lưu', en: 'Save' })}
          </Button>
        </div>
      </form>
    </>
  );
}

function Row({ one }: { one: NotificationSettings['kinds'][number] }) {
  const t = useT();
  return (
    <tr>
      <th scope="row">
        <strong>{t(one.name)}</strong>
        <br />
        <span className="faint">{t(one.hint)}</span>
      </th>
      <td>
        {one.mandatory ? (
          <span>
            {t(channelNames[kindOf(one.kind).usually])}{' '}
            <span className="faint">{t({ vi: '(bắt buộc)', en: '(mandatory)' })}</span>
          </span>
        ) : (
          <select className="input" name={one.kind} defaultValue={one.channel} aria-label={t(one.name)}>
            {channels.map((value) => (
              <option key={value} value={value}>
                {t(channelNames[value])}
              </option>
            ))}
          </select>
        )}
      </td>
    </tr>
  );
}
