import { type FormEvent, useState } from 'react';
import type { SharingProfile, SharingView } from '../../contracts/sharing';
import { useAct } from '../api';
import { bytes, date, dateTime, number } from '../format';
import { useLanguage, useT } from '../i18n';
import { formText, SelectField, TextField } from '../ui/fields';
import { Button, Callout, Facts, Problem, ProgressBar, Section } from '../ui/parts';
import { linesFor, type Tool, tools } from './sharing-lines';

const fileName = 'datasan.share';

/** Making, showing and ending the token by which programs read the tables of an entitlement. */
export function SharingToken({ id, sharing }: { id: string; sharing: SharingView }) {
  const t = useT();
  const open = useAct('openSharing');
  const close = useAct('closeSharing');
  const [profile, setProfile] = useState<SharingProfile | null>(null);
  const params = { id };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const body = { expiresInDays: Number(text('expiresInDays')), profile: text('profile') as 'bearer' | 'oauth' };
    void open
      .run({ params, body })
      .then((made) => setProfile(made.profile))
      .catch(() => null);
  };
  const { token } = sharing;
  return (
    <Section title={{ vi: 'Mã truy cập', en: 'Token' }}>
      <div className="stack">
        {profile ? <Profile profile={profile} /> : null}
        {token ? (
          <div className="row">
            <Facts
              facts={[
                [{ vi: 'Mã đang dùng', en: 'Token in use' }, <code key="hint">{token.hint}…</code>],
                [{ vi: 'Hết hạn', en: 'Expires' }, date(token.expiresAt)],
                [
                  { vi: 'Dùng lần cuối', en: 'Last used' },
                  token.lastUsedAt ? dateTime(token.lastUsedAt) : t({ vi: 'chưa dùng', en: 'never' }),
                ],
              ]}
            />
            <Button
              kind="danger"
              pending={close.pending}
              onClick={() =>
                void close
                  .run({ params })
                  .then(() => setProfile(null))
                  .catch(() => null)
              }
            >
              {t({ vi: 'Thu hồi mã', en: 'Revoke the token' })}
            </Button>
          </div>
        ) : null}
        <form className="form panel" onSubmit={submit}>
          <h3>
            {token ? t({ vi: 'Thay mã', en: 'Replace the token' }) : t({ vi: 'Tạo mã truy cập', en: 'Make a token' })}
          </h3>
          <SelectField
            name="profile"
            label={t({ vi: 'Kiểu tệp hồ sơ', en: 'Kind of profile file' })}
            options={[
              { value: 'bearer', label: t({ vi: 'Mã bearer (mọi công cụ)', en: 'Bearer token (every tool)' }) },
              { value: 'oauth', label: 'OAuth client credentials' },
            ]}
          />
          <TextField
            name="expiresInDays"
            type="number"
            min={1}
            max={365}
            defaultValue={90}
            label={t({ vi: 'Hiệu lực (ngày)', en: 'Valid for (days)' })}
            hint={t({
              vi: 'Không dài hơn quyền truy cập. Mã trước đó hết hiệu lực ngay.',
              en: 'Not longer than the access. An earlier token ends at once.',
            })}
          />
          <Problem problem={open.problem ?? close.problem} />
          <div>
            <Button type="submit" kind="primary" pending={open.pending}>
              {t({ vi: 'Tạo mã', en: 'Make the token' })}
            </Button>
          </div>
        </form>
      </div>
    </Section>
  );
}

function Profile({ profile }: { profile: SharingProfile }) {
  const t = useT();
  const file = URL.createObjectURL(new Blob([JSON.stringify(profile, null, 2)], { type: 'application/json' }));
  return (
    <Callout
      tone="good"
      title={t({
        vi: 'Tải tệp hồ sơ này ngay: nó chỉ có một lần.',
        en: 'Download this profile file now: it is given once.',
      })}
    >
      <p>
        {t({
          vi: 'Ai có tệp này đọc được dữ liệu thay bạn. Đừng gửi qua thư hay đưa vào kho mã.',
          en: 'Whoever has this file reads the data in your name. Do not mail it or commit it.',
        })}
      </p>
      <a className="button primary" href={file} download={fileName}>
        {t({ vi: 'Tải', en: 'Download' })} {fileName}
      </a>
    </Callout>
  );
}

/** The tables, with lines to paste for the chosen tool. */
export function SharedTables({ sharing }: { sharing: SharingView }) {
  const { t, language } = useLanguage();
  const [tool, setTool] = useState<Tool>('pandas');
  if (sharing.tables.length === 0) {
    return sharing.preparing ? (
      <ProgressBar fraction={sharing.preparing.fraction} label={sharing.preparing.step} />
    ) : (
      <p className="faint">
        {t({
          vi: 'Bảng được chuẩn bị (Parquet có kiểu) khi mã đầu tiên được tạo.',
          en: 'The tables are prepared (as typed Parquet) when the first token is made.',
        })}
      </p>
    );
  }
  return (
    <div className="stack">
      <fieldset className="row bare">
        <legend className="faint">{t({ vi: 'Công cụ', en: 'Tool' })}</legend>
        {(Object.keys(tools) as Tool[]).map((one) => (
          <button
            key={one}
            type="button"
            className={`button small ${one === tool ? 'primary' : 'plain'}`}
            aria-pressed={one === tool}
            onClick={() => setTool(one)}
          >
            {tools[one]}
          </button>
        ))}
      </fieldset>
      {sharing.tables.map((table) => (
        <div key={table.name} className="stack">
          <div className="meta">
            <strong>{table.name}</strong>
            <span>{table.file}</span>
            <span>
              {number(table.rows)} {t({ vi: 'dòng', en: 'rows' })}
            </span>
            <span>{bytes(table.bytes, language)}</span>
            <span>
              {t({ vi: 'phiên bản', en: 'version' })} {sharing.version}
            </span>
          </div>
          <Lines text={linesFor(tool, sharing, table.name, fileName)} />
        </div>
      ))}
    </div>
  );
}

function Lines({ text }: { text: string }) {
  const t = useT();
  return (
    <div className="lines">
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      <Button kind="quiet" small onClick={() => void navigator.clipboard.writeText(text)}>
        {t({ vi: 'Chép', en: 'Copy' })}
      </Button>
    </div>
  );
}

/** What programs have read, by day and table. */
export function SharingUses({ uses }: Pick<SharingView, 'uses'>) {
  const { t, language } = useLanguage();
  if (uses.length === 0)
    return <p className="faint">{t({ vi: 'Chưa có lượt đọc nào.', en: 'Nothing was read yet.' })}</p>;
  const heads = [
    t({ vi: 'Lượt truy vấn', en: 'Queries' }),
    t({ vi: 'Tệp', en: 'Files' }),
    t({ vi: 'Dung lượng', en: 'Size' }),
  ] as const;
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t({ vi: 'Ngày', en: 'Day' })}</th>
          <th scope="col">{t({ vi: 'Bảng', en: 'Table' })}</th>
          {heads.map((head) => (
            <th key={head} scope="col" className="number">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {uses.map((use) => (
          <tr key={`${use.day}${use.table}`}>
            <td>{date(use.day)}</td>
            <td data-label={t({ vi: 'Bảng', en: 'Table' })}>{use.table}</td>
            {[number(use.queries), number(use.files), bytes(use.bytes, language)].map((value, index) => (
              <td key={heads[index]} data-label={heads[index]} className="number">
                {value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
