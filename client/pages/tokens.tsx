import { type FormEvent, useState } from 'react';
import { type TokenScope, tokenScopes } from '../../contracts/operation';
import { useAct, useData } from '../api';
import { date, dateTime } from '../format';
import { useT } from '../i18n';
import { Check, CheckGroup, formText, TextField } from '../ui/fields';
import { Badge, Button, Callout, Empty, PageHead, Problem } from '../ui/parts';

const scopeNames: Record<TokenScope, { vi: string; en: string }> = {
  read: { vi: 'Đọc', en: 'Read' },
  write: { vi: 'Ghi (không ký, không trả tiền)', en: 'Write (no signing, no paying)' },
  download: { vi: 'Tải dữ liệu', en: 'Download data' },
};

export default function Tokens() {
  const t = useT();
  const tokens = useData('listTokens', {}).items;
  const create = useAct('createToken');
  const revoke = useAct('revokeToken');
  const [secret, setSecret] = useState('');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = formText(form);
    const body = {
      name: text('name'),
      scopes: new FormData(form).getAll('scopes').map(String) as TokenScope[],
      expiresInDays: Number(text('expiresInDays')),
    };
    void create
      .run({ body })
      .then((made) => {
        setSecret(made.secret);
        form.reset();
      })
      .catch(() => null);
  };
  return (
    <>
      <PageHead
        title={t({ vi: 'Mã truy cập API', en: 'API tokens' })}
        lead={t({
          vi: 'Dùng trong chương trình: tiêu đề Authorization: Bearer …',
          en: 'For programs: the header Authorization: Bearer …',
        })}
      />
      <div className="stack-wide">
        {secret === '' ? null : (
          <Callout
            tone="good"
            title={t({ vi: 'Chép mã này ngay: nó chỉ hiện một lần.', en: 'Copy it now: it is shown once.' })}
          >
            <code>{secret}</code>
          </Callout>
        )}
        {tokens.length === 0 ? (
          <Empty title={{ vi: 'Chưa có mã nào', en: 'There is no token yet' }} />
        ) : (
          <ul className="list">
            {tokens.map((token) => (
              <li key={token.id} className="entry">
                <div className="row">
                  <strong>{token.name}</strong>
                  <code>{token.hint}…</code>
                  {token.scopes.map((scope) => (
                    <Badge key={scope}>{t(scopeNames[scope])}</Badge>
                  ))}
                  {token.revokedAt ? <Badge tone="bad">{t({ vi: 'Đã thu hồi', en: 'Revoked' })}</Badge> : null}
                </div>
                <div className="meta">
                  <span>
                    {t({ vi: 'Hết hạn', en: 'Expires' })} {date(token.expiresAt)}
                  </span>
                  <span>
                    {token.lastUsedAt
                      ? `${t({ vi: 'Dùng lần cuối', en: 'Last used' })} ${dateTime(token.lastUsedAt)}`
                      : t({ vi: 'Chưa dùng', en: 'Never used' })}
                  </span>
                  {token.revokedAt ? null : (
                    <Button
                      kind="danger"
                      onClick={() => void revoke.run({ params: { id: token.id } }).catch(() => null)}
                    >
                      {t({ vi: 'Thu hồi', en: 'Revoke' })}
                    </Button>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
        <form className="form panel" onSubmit={submit}>
          <h2>{t({ vi: 'Mã mới', en: 'New token' })}</h2>
          <TextField
            name="name"
            required
            label={t({ vi: 'Tên', en: 'Name' })}
            hint={t({ vi: 'Ví dụ: sổ tay phân tích', en: 'For example: analysis notebook' })}
          />
          <CheckGroup legend={t({ vi: 'Phạm vi', en: 'Scopes' })}>
            {tokenScopes.map((scope) => (
              <Check
                key={scope}
                name="scopes"
                value={scope}
                label={t(scopeNames[scope])}
                defaultChecked={scope === 'download'}
              />
            ))}
          </CheckGroup>
          <TextField
            name="expiresInDays"
            type="number"
            min={1}
            max={365}
            defaultValue={90}
            label={t({ vi: 'Hiệu lực (ngày)', en: 'Valid for (days)' })}
          />
          <Problem problem={create.problem} />
          <div>
            <Button type="submit" kind="primary" pending={create.pending}>
              {t({ vi: 'Tạo mã', en: 'Make the token' })}
            </Button>
          </div>
        </form>
      </div>
    </>
  );
}
