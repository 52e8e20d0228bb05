import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import type { AccessView, DecisionsView, UsageView } from '../../contracts/access';
import { toHex } from '../../contracts/proofs';
import { useAct, useData } from '../api';
import { sha256 } from '../crypto';
import { bytes, date, dateTime, number } from '../format';
import { useLanguage, useT } from '../i18n';
import { Bars } from '../ui/charts';
import { Check, formText, SelectField, TextArea, TextField } from '../ui/fields';
import { Badge, Button, Callout, Facts, Hash, Problem, Section } from '../ui/parts';

const ruleNames = {
  freeze: { vi: 'Lệnh tạm dừng', en: 'Freeze' },
  revocation: { vi: 'Thu hồi', en: 'Revocation' },
  suspension: { vi: 'Tạm dừng', en: 'Suspension' },
  term: { vi: 'Thời hạn', en: 'Term' },
  trade: { vi: 'Các bên và dữ liệu', en: 'Parties and data' },
  policy: { vi: 'Điều khoản máy đọc', en: 'Machine terms' },
  purpose: { vi: 'Mục đích', en: 'Purpose' },
  seat: { vi: 'Chỗ sử dụng', en: 'Seat' },
  quota: { vi: 'Hạn mức', en: 'Quota' },
} as const;

/** What every rule says now, and which one decided. */
export function Decision({ decision }: { decision: DecisionsView }) {
  const t = useT();
  return (
    <Section title={{ vi: 'Vì sao được hay không được đọc', en: 'Why it may or may not be read' }}>
      <div className="stack">
        <Callout
          tone={decision.allowed ? 'good' : 'bad'}
          title={
            decision.allowed
              ? t({ vi: 'Được đọc dữ liệu', en: 'The data may be read' })
              : `${t({ vi: 'Không được đọc: do', en: 'The data may not be read, by the rule' })} ${t(ruleNames[decision.rule]).toLowerCase()}`
          }
        >
          <p>{t(decision.sentence)}</p>
        </Callout>
        <details>
          <summary>
            {decision.rulings.length} {t({ vi: 'quy tắc đã xét', en: 'rules were asked' })}
          </summary>
          <table className="table cards">
            <tbody>
              {decision.rulings.map((one) => (
                <tr key={one.rule}>
                  <th scope="row">{t(ruleNames[one.rule])}</th>
                  <td>
                    <Badge tone={one.allowed ? 'good' : 'bad'}>
                      {one.allowed ? t({ vi: 'cho phép', en: 'allows' }) : t({ vi: 'từ chối', en: 'refuses' })}
                    </Badge>
                  </td>
                  <td>{t(one.sentence)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
        {decision.refusals.length > 0 ? (
          <details>
            <summary>
              {decision.refusals.length} {t({ vi: 'lần từ chối gần đây', en: 'recent refusals' })}
            </summary>
            <ul className="list plain">
              {decision.refusals.map((one) => (
                <li key={one.at + one.name}>
                  {dateTime(one.at)} · {one.name} · {one.why}
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
    </Section>
  );
}

type Side = 'buyer' | 'provider' | 'none';

type Extending = {
  access: AccessView;
  side: Side;
  expiresAt: string | null;
  /** Where the agreement can be renewed at today’s terms; null where no offer is open for it. */
  renewal: string | null;
};

/** When access ends, and more days: asked by the buyer in one click, given by the provider. */
export function Extensions({ access, side, expiresAt, renewal }: Extending) {
  const t = useT();
  const ask = useAct('askExtension');
  const give = useAct('giveExtension');
  const params = { id: access.entitlementId };
  const open = access.extensions.find((one) => one.decision === null);
  if (expiresAt === null) return null;
  const grant = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const days = Number(formText(event.currentTarget)('days'));
    void give.run({ params, body: { decision: 'grant', days } }).catch(() => null);
  };
  return (
    <Section title={{ vi: 'Gia hạn', en: 'Extension' }}>
      <div className="stack">
        {access.graceEndsAt ? (
          <Callout tone="warn">
            {t({ vi: 'Đã hết hạn; còn gia hạn được đến', en: 'Access has ended; it can be extended until' })}{' '}
            {dateTime(access.graceEndsAt)}
          </Callout>
        ) : null}
        {open ? (
          <Callout tone="info" title={t({ vi: 'Đang chờ bên bán trả lời', en: 'Waiting for the provider' })}>
            <p>
              {t({ vi: 'Xin thêm', en: 'Asked for' })} {open.askedDays} {t({ vi: 'ngày', en: 'days' })} ·{' '}
              {dateTime(open.askedAt)} {open.note ? `· ${open.note}` : ''}
            </p>
          </Callout>
        ) : null}
        {side === 'buyer' && !open ? (
          <div>
            <Button
              kind="primary"
              pending={ask.pending}
              onClick={() => void ask.run({ params, body: { days: 30, note: '' } }).catch(() => null)}
            >
              {t({ vi: 'Xin gia hạn 30 ngày', en: 'Ask for 30 more days' })}
            </Button>
          </div>
        ) : null}
        {side === 'buyer' && renewal ? (
          <p>
            {t({
              vi: 'Gia hạn 30 ngày không tính tiền, do bên bán quyết định. Muốn dùng tiếp cả kỳ thì ký lại theo giá và điều khoản hiện hành:',
              en: 'Thirty more days are free and the provider’s to give. To go on for a whole term, sign again at today’s price and terms:',
            })}{' '}
            <Link to={renewal}>{t({ vi: 'yêu cầu gia hạn có trả tiền', en: 'request a paid renewal' })}</Link>
          </p>
        ) : null}
        {side === 'provider' ? (
          <form className="form panel" onSubmit={grant}>
            <TextField
              name="days"
              type="number"
              min={1}
              max={366}
              defaultValue={open?.askedDays ?? 30}
              label={t({ vi: 'Số ngày gia hạn', en: 'Days to give' })}
              hint={t({
                vi: 'Tính từ ngày hết hạn. Không tính tiền; được ghi vào sổ.',
                en: 'From the end on. Free of charge, and recorded.',
              })}
            />
            <div className="row">
              <Button type="submit" kind="primary" pending={give.pending}>
                {t({ vi: 'Gia hạn', en: 'Extend' })}
              </Button>
              {open ? (
                <Button
                  pending={give.pending}
                  onClick={() => void give.run({ params, body: { decision: 'decline' } }).catch(() => null)}
                >
                  {t({ vi: 'Từ chối', en: 'Decline' })}
                </Button>
              ) : null}
            </div>
          </form>
        ) : null}
        <Problem problem={ask.problem ?? give.problem} />
        <ul className="list plain">
          {access.extensions
            .filter((one) => one.decision !== null)
            .map((one) => (
              <li key={one.id}>
                {date(one.decidedAt ?? one.askedAt)} ·{' '}
                {one.decision === 'granted'
                  ? `${t({ vi: 'đã gia hạn', en: 'extended by' })} ${one.grantedDays} ${t({ vi: 'ngày', en: 'days' })}`
                  : t({ vi: 'bị từ chối', en: 'declined' })}
              </li>
            ))}
        </ul>
      </div>
    </Section>
  );
}

/** Named users and quota; the buyer’s administrator names people, the provider can give more. */
export function Limits({ access, side, admin }: { access: AccessView; side: Side; admin: boolean }) {
  const { t, language } = useLanguage();
  const release = useAct('releaseSeat');
  const { seats, holders, quota, used } = access;
  if (seats === null && quota === null) return null;
  return (
    <Section title={{ vi: 'Người dùng và hạn mức', en: 'Users and quota' }}>
      <div className="stack">
        <Facts
          facts={[
            [
              { vi: 'Chỗ sử dụng', en: 'Seats' },
              seats === null ? t({ vi: 'mọi thành viên', en: 'every member' }) : `${holders.length} / ${seats}`,
            ],
            [
              { vi: 'Lượt đọc', en: 'Calls' },
              quota?.calls === undefined ? null : `${number(used.calls)} / ${number(quota.calls)}`,
            ],
            [
              { vi: 'Dung lượng', en: 'Bytes' },
              quota?.bytes === undefined ? null : `${bytes(used.bytes, language)} / ${bytes(quota.bytes, language)}`,
            ],
            [{ vi: 'Hạn mức mới từ', en: 'New quota from' }, used.resetsAt ? date(used.resetsAt) : null],
          ]}
        />
        {seats === null ? null : (
          <ul className="list plain">
            {holders.map((one) => (
              <li key={one.name} className="row">
                <span>{one.name}</span>
                {side === 'buyer' && admin && one.memberId ? (
                  <Button
                    small
                    kind="quiet"
                    pending={release.pending}
                    label={`${t({ vi: 'Thu lại chỗ của', en: 'Release the seat of' })} ${one.name}`}
                    onClick={() =>
                      void release
                        .run({ params: { id: access.entitlementId, memberId: one.memberId ?? '' } })
                        .catch(() => null)
                    }
                  >
                    {t({ vi: 'Thu lại', en: 'Release' })}
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        )}
        <Problem problem={release.problem} />
        {side === 'buyer' && admin && seats !== null && holders.length < seats ? <NameUser access={access} /> : null}
        {side === 'provider' ? <RaiseLimits access={access} /> : null}
      </div>
    </Section>
  );
}

function NameUser({ access }: { access: AccessView }) {
  const t = useT();
  const { items } = useData('listMembers', {});
  const assign = useAct('assignSeat');
  const free = items.filter((one) => one.active && !access.holders.some((holder) => holder.memberId === one.id));
  if (free.length === 0) return null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const memberId = formText(event.currentTarget)('memberId');
    void assign.run({ params: { id: access.entitlementId, memberId } }).catch(() => null);
  };
  return (
    <form className="form panel" onSubmit={submit}>
      <SelectField
        name="memberId"
        label={t({ vi: 'Cấp chỗ cho', en: 'Give a seat to' })}
        options={free.map((one) => ({ value: one.id, label: one.displayName }))}
      />
      <Problem problem={assign.problem} />
      <div>
        <Button type="submit" kind="primary" pending={assign.pending}>
          {t({ vi: 'Cấp chỗ', en: 'Give the seat' })}
        </Button>
      </div>
    </form>
  );
}

function RaiseLimits({ access }: { access: AccessView }) {
  const t = useT();
  const raise = useAct('raiseLimits');
  const { seats, quota } = access;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const more = (name: string) => (text(name) === '' ? undefined : Number(text(name)));
    const [calls, megabytes] = [more('calls'), more('megabytes')];
    const next = quota && {
      per: quota.per,
      ...(calls === undefined ? {} : { calls }),
      ...(megabytes === undefined ? {} : { bytes: Math.max(quota.bytes ?? 0, megabytes * 1_000_000) }),
    };
    const body = { seats: more('seats') ?? null, quota: next && (next.calls || next.bytes) ? next : null };
    void raise.run({ params: { id: access.entitlementId }, body }).catch(() => null);
  };
  return (
    <form className="form panel" onSubmit={submit}>
      <p className="soft">
        {t({
          vi: 'Chỉ nới được, không giảm được. Để trống là không giới hạn.',
          en: 'Limits can only grow. Empty means without limit.',
        })}
      </p>
      {seats === null ? null : (
        <TextField
          name="seats"
          type="number"
          min={seats}
          defaultValue={seats}
          label={t({ vi: 'Số chỗ', en: 'Seats' })}
        />
      )}
      {quota?.calls === undefined ? null : (
        <TextField
          name="calls"
          type="number"
          min={quota.calls}
          defaultValue={quota.calls}
          label={t({ vi: 'Lượt đọc', en: 'Calls' })}
        />
      )}
      {quota?.bytes === undefined ? null : (
        <TextField
          name="megabytes"
          type="number"
          min={Math.ceil(quota.bytes / 1_000_000)}
          defaultValue={Math.ceil(quota.bytes / 1_000_000)}
          label={t({ vi: 'Dung lượng (MB)', en: 'Size (MB)' })}
        />
      )}
      <Problem problem={raise.problem} />
      <div>
        <Button type="submit" pending={raise.pending}>
          {t({ vi: 'Nới hạn mức', en: 'Raise the limits' })}
        </Button>
      </div>
    </form>
  );
}

/** Which revisions were delivered, and whether later ones follow. */
export function Following({ access, side }: { access: AccessView; side: Side }) {
  const { t, language } = useLanguage();
  const choose = useAct('chooseRevisions');
  return (
    <Section title={{ vi: 'Phiên bản', en: 'Revisions' }}>
      <div className="stack">
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">{t({ vi: 'Phiên bản', en: 'Revision' })}</th>
              <th scope="col">{t({ vi: 'Đã giao', en: 'Delivered' })}</th>
              <th scope="col" className="number">
                {t({ vi: 'Dung lượng', en: 'Size' })}
              </th>
              <th scope="col">{t({ vi: 'Bản kê', en: 'Manifest' })}</th>
            </tr>
          </thead>
          <tbody>
            {access.revisions.map((one) => (
              <tr key={one.deliveryId}>
                <td>{one.number}</td>
                <td data-label={t({ vi: 'Đã giao', en: 'Delivered' })}>{dateTime(one.deliveredAt)}</td>
                <td data-label={t({ vi: 'Dung lượng', en: 'Size' })} className="number">
                  {bytes(one.bytes, language)}
                </td>
                <td data-label={t({ vi: 'Bản kê', en: 'Manifest' })}>
                  <Hash value={one.manifestSha256} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {access.whyPinned ? (
          <p className="soft">{t(access.whyPinned)}</p>
        ) : (
          <p className="soft">
            {access.follows
              ? t({
                  vi: 'Phiên bản mới tương thích được giao thêm ngay khi công bố.',
                  en: 'Later compatible revisions are delivered as they are published.',
                })
              : t({
                  vi: 'Giữ nguyên các phiên bản đã giao, để kết quả lặp lại được.',
                  en: 'The delivered revisions stay as they are, so that results can be repeated.',
                })}
          </p>
        )}
        {side === 'buyer' && access.whyPinned === null ? (
          <div>
            <Button
              pending={choose.pending}
              onClick={() =>
                void choose
                  .run({ params: { id: access.entitlementId }, body: { follows: !access.follows } })
                  .catch(() => null)
              }
            >
              {access.follows
                ? t({ vi: 'Giữ nguyên phiên bản', en: 'Stay with these revisions' })
                : t({ vi: 'Nhận phiên bản mới', en: 'Follow later revisions' })}
            </Button>
          </div>
        ) : null}
        <Problem problem={choose.problem} />
      </div>
    </Section>
  );
}

/** The buyer’s files hashed in the browser and countersigned. They do not leave the machine. */
export function Confirm({
  access,
  files,
  side,
}: {
  access: AccessView;
  files: readonly { name: string }[];
  side: Side;
}) {
  const t = useT();
  const confirm = useAct('confirmReceipt');
  const [missing, setMissing] = useState<string[]>([]);
  const newest = access.revisions.at(-1);
  const submit = async (chosen: FileList | null) => {
    if (!chosen || !newest) return;
    const hashed: { name: string; sha256: string }[] = [];
    const strange: string[] = [];
    for (const file of chosen) {
      const known = files.find((one) => one.name === file.name || one.name.split('/').at(-1) === file.name);
      if (!known) strange.push(file.name);
      else hashed.push({ name: known.name, sha256: toHex(await sha256(new Uint8Array(await file.arrayBuffer()))) });
    }
    setMissing(strange);
    if (hashed.length === 0) return;
    const body = { manifestSha256: newest.manifestSha256, files: hashed, client: 'browser' };
    await confirm.run({ params: { id: access.entitlementId }, body }).catch(() => null);
  };
  return (
    <Section title={{ vi: 'Đối chiếu và ký nhận', en: 'Compare and countersign' }}>
      <div className="stack">
        {side === 'buyer' ? (
          <label className="field">
            <span>{t({ vi: 'Chọn các tệp đã tải', en: 'Choose the files you downloaded' })}</span>
            <input type="file" multiple onChange={(event) => void submit(event.target.files)} />
            <span className="faint">
              {t({
                vi: 'Mã băm được tính ngay trên máy bạn; tệp không rời khỏi máy.',
                en: 'They are hashed here; the files do not leave your machine.',
              })}
            </span>
          </label>
        ) : null}
        {missing.length > 0 ? (
          <Callout tone="warn">
            {t({ vi: 'Không có trong bản giao:', en: 'Not part of the delivery:' })} {missing.join(', ')}
          </Callout>
        ) : null}
        <Problem problem={confirm.problem} />
        {access.confirmations.length === 0 ? (
          <p className="faint">{t({ vi: 'Chưa có lần đối chiếu nào.', en: 'Nothing was compared yet.' })}</p>
        ) : (
          <ul className="list plain">
            {access.confirmations.map((one) => (
              <li key={one.id} className="row">
                <Badge tone={one.matching ? 'good' : 'bad'}>
                  {one.matching ? t({ vi: 'khớp', en: 'matches' }) : t({ vi: 'không khớp', en: 'differs' })}
                </Badge>
                <span>
                  {dateTime(one.confirmedAt)} · {one.client}
                </span>
                <Hash value={one.manifestSha256} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

const roadNames = {
  download: { vi: 'tải tệp', en: 'download' },
  zip: { vi: 'tải tất cả', en: 'archive' },
  sharing: { vi: 'Delta Sharing', en: 'Delta Sharing' },
} as const;

/** What was read, by day, road and member; the last thirty days as bars. */
export function Usage({ usage }: { usage: UsageView }) {
  const { t, language } = useLanguage();
  if (usage.items.length === 0)
    return <p className="faint">{t({ vi: 'Chưa có lượt đọc nào.', en: 'Nothing was read yet.' })}</p>;
  const days = [...new Set(usage.items.map((one) => one.day))].sort().slice(-30);
  const most = (of: 'calls' | 'bytes') => {
    const sums = days.map((one) => sum(usage, one, of));
    return Math.max(1, ...sums);
  };
  const [calls, size] = [most('calls'), most('bytes')];
  return (
    <div className="stack">
      {days.length > 1 ? (
        <Bars
          label={t({
            vi: 'Lượt đọc (đậm) và dung lượng (nhạt) theo ngày',
            en: 'Calls (dark) and bytes (light) by day',
          })}
          steps={days.map((one) => ({
            key: one,
            strong: sum(usage, one, 'calls') / calls,
            weak: sum(usage, one, 'bytes') / size,
          }))}
        />
      ) : null}
      <table className="table cards">
        <thead>
          <tr>
            <th scope="col">{t({ vi: 'Ngày', en: 'Day' })}</th>
            <th scope="col">{t({ vi: 'Ai', en: 'Who' })}</th>
            <th scope="col">{t({ vi: 'Bằng cách', en: 'By' })}</th>
            <th scope="col" className="number">
              {t({ vi: 'Lượt', en: 'Calls' })}
            </th>
            <th scope="col" className="number">
              {t({ vi: 'Dung lượng', en: 'Size' })}
            </th>
            <th scope="col">{t({ vi: 'Lần cuối', en: 'Last' })}</th>
          </tr>
        </thead>
        <tbody>
          {usage.items.map((one) => (
            <tr key={`${one.day}${one.who}${one.road}`}>
              <td>{date(one.day)}</td>
              <td data-label={t({ vi: 'Ai', en: 'Who' })}>{one.who}</td>
              <td data-label={t({ vi: 'Bằng cách', en: 'By' })}>{t(roadNames[one.road])}</td>
              <td data-label={t({ vi: 'Lượt', en: 'Calls' })} className="number">
                {number(one.calls)}
              </td>
              <td data-label={t({ vi: 'Dung lượng', en: 'Size' })} className="number">
                {bytes(one.bytes, language)}
              </td>
              <td data-label={t({ vi: 'Lần cuối', en: 'Last' })}>{dateTime(one.lastAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function sum(usage: UsageView, day: string, of: 'calls' | 'bytes'): number {
  return usage.items.filter((one) => one.day === day).reduce((total, one) => total + one[of], 0);
}

/** After the end: every copy was deleted, where the licence asks for it. */
export function Deletion({ access, mayAttest }: { access: AccessView; mayAttest: boolean }) {
  const t = useT();
  const attest = useAct('attestDeletion');
  const { asked, dueAt, attestedAt } = access.deletion;
  if (!asked || dueAt === null) return null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const statement = formText(event.currentTarget)('statement');
    void attest.run({ params: { id: access.entitlementId }, body: { statement } }).catch(() => null);
  };
  return (
    <Section title={{ vi: 'Xác nhận đã xóa', en: 'Attest deletion' }}>
      {attestedAt ? (
        <Callout tone="good">
          {t({ vi: 'Bên mua đã xác nhận xóa dữ liệu lúc', en: 'The buyer attested deletion on' })}{' '}
          {dateTime(attestedAt)}
        </Callout>
      ) : (
        <div className="stack">
          <Callout tone="warn">
            {t({
              vi: 'Giấy phép yêu cầu xóa mọi bản sao và xác nhận trước',
              en: 'The licence asks that every copy be deleted, and that attested, by',
            })}{' '}
            {date(dueAt)}
          </Callout>
          {mayAttest ? (
            <form className="form panel" onSubmit={submit}>
              <TextArea
                name="statement"
                defaultValue={t({
                  vi: 'Chúng tôi đã xóa mọi bản sao của dữ liệu, kể cả bản sao lưu.',
                  en: 'We have deleted every copy of the data, backups included.',
                })}
                label={t({ vi: 'Lời xác nhận', en: 'Statement' })}
              />
              <Check
                name="sure"
                required
                label={t({ vi: 'Tôi chịu trách nhiệm về lời xác nhận này', en: 'I answer for this statement' })}
              />
              <Problem problem={attest.problem} />
              <div>
                <Button type="submit" kind="primary" pending={attest.pending}>
                  {t({ vi: 'Xác nhận', en: 'Attest' })}
                </Button>
              </div>
            </form>
          ) : null}
        </div>
      )}
    </Section>
  );
}
