import type { FormEvent } from 'react';
import { Link } from 'react-router';
import type { MemberRole, OrganisationView } from '../../contracts/identity';
import { memberRoles } from '../../contracts/identity';
import { useAct, useData } from '../api';
import { useLanguage, useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Frozen } from '../parts/holds';
import { OrganisationFacts } from '../parts/organisation-facts';
import { Standing } from '../parts/standing';
import { State } from '../parts/state';
import { paths } from '../paths';
import { useSession } from '../session';
import { formText, SelectField, TextField } from '../ui/fields';
import { Badge, Button, Callout, fieldError, PageHead, Problem, Section } from '../ui/parts';

export default function Organisation() {
  const t = useT();
  const title = useTitle();
  const organisation = useData('getOwnOrganisation', {});
  const { member } = useSession();
  const move = useAct('transitionOrganisation');
  const admin = member?.role === 'admin';
  const editable = admin && (organisation.state === 'draft' || organisation.state === 'needs_info');
  return (
    <>
      <PageHead eyebrow={organisation.id} title={title(organisation)}>
        <State of="organisation" state={organisation.state} />
        <Link className="button" to={paths.relatedParties()}>
          {t({ vi: 'Các bên liên quan', en: 'Related parties' })}
        </Link>
        <Link className="button" to={paths.tokens()}>
          {t({ vi: 'Mã truy cập API', en: 'API tokens' })}
        </Link>
        {admin ? (
          <Link className="button" to={paths.webhooks()}>
            Webhook
          </Link>
        ) : null}
      </PageHead>
      <div className="stack-wide">
        {organisation.state === 'draft' ? (
          <Callout tone="warn" title={t({ vi: 'Chưa được xác minh', en: 'Not verified yet' })}>
            {t({
              vi: 'Kiểm tra hồ sơ rồi gửi xác minh; bạn giao dịch được sau khi đơn vị vận hành xác minh.',
              en: 'Check the profile and submit it; you can trade once the operator has verified it.',
            })}
          </Callout>
        ) : null}
        {organisation.stateReason ? <Callout tone="warn">{organisation.stateReason}</Callout> : null}
        <Frozen id={organisation.id}>
          <Actions
            actions={organisation.actions}
            run={(action, reason) =>
              move.run({
                params: { id: organisation.id },
                body: { action: action as 'submit', ...(reason ? { reason } : {}) },
              })
            }
          />
        </Frozen>
        <Section title={{ vi: 'Hồ sơ', en: 'Profile' }}>
          {editable ? (
            <ProfileForm key={organisation.version} organisation={organisation} />
          ) : (
            <OrganisationFacts organisation={organisation} />
          )}
        </Section>
        {organisation.capabilities.includes('regulator') ? null : <Standing id={organisation.id} />}
        <Members admin={admin} />
      </div>
    </>
  );
}

function ProfileForm({ organisation }: { organisation: OrganisationView }) {
  const { t, language } = useLanguage();
  const edit = useAct('editOwnOrganisation');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const body = { nameVi: text('nameVi'), nameEn: text('nameEn'), taxCode: text('taxCode'), address: text('address') };
    void edit.run({ body }, { version: organisation.version }).catch(() => null);
  };
  const line = (name: 'nameVi' | 'nameEn' | 'taxCode' | 'address', vi: string, en: string) => (
    <TextField
      name={name}
      required
      label={t({ vi, en })}
      defaultValue={organisation[name] ?? ''}
      wrong={fieldError(edit.problem, `/${name}`, language === 'vi')}
    />
  );
  return (
    <form className="form" onSubmit={submit}>
      {line('nameVi', 'Tên tiếng Việt', 'Vietnamese name')}
      {line('nameEn', 'Tên tiếng Anh', 'English name')}
      {line('taxCode', 'Mã số thuế', 'Tax code')}
      {line('address', 'Địa chỉ', 'Address')}
      <Problem problem={edit.problem} />
      <div>
        <Button type="submit" pending={edit.pending}>
          {t({ vi: 'Lưu', en: 'Save' })}
        </Button>
      </div>
    </form>
  );
}

const roleNames = {
  admin: { vi: 'Quản trị viên', en: 'Administrator' },
  member: { vi: 'Thành viên', en: 'Member' },
  viewer: { vi: 'Chỉ xem', en: 'Viewer' },
};

function Members({ admin }: { admin: boolean }) {
  const t = useT();
  const members = useData('listMembers', {}).items;
  const edit = useAct('editMember');
  const invite = useAct('inviteMember');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = formText(form);
    const body = { displayName: text('displayName'), email: text('email'), role: text('role') as MemberRole };
    void invite
      .run({ body })
      .then(() => form.reset())
      .catch(() => null);
  };
  return (
    <Section title={{ vi: 'Thành viên', en: 'Members' }}>
      <div className="stack">
        <ul className="list">
          {members.map((one) => (
            <li key={one.id} className="row">
              <strong>{one.displayName}</strong>
              <span className="faint">{one.email}</span>
              <Badge>{t(roleNames[one.role])}</Badge>
              {one.active ? null : <Badge tone="bad">{t({ vi: 'Đã khóa', en: 'Switched off' })}</Badge>}
              {admin ? (
                <Button
                  kind="quiet"
                  onClick={() =>
                    void edit.run({ params: { id: one.id }, body: { active: !one.active } }).catch(() => null)
                  }
                >
                  {one.active ? t({ vi: 'Khóa', en: 'Switch off' }) : t({ vi: 'Mở lại', en: 'Switch on' })}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
        <Problem problem={edit.problem} />
        {admin ? (
          <details>
            <summary>{t({ vi: 'Mời thành viên', en: 'Invite a member' })}</summary>
            <form className="form" onSubmit={submit} style={{ marginTop: '1rem' }}>
              <TextField name="displayName" required label={t({ vi: 'Tên hiển thị', en: 'Display name' })} />
              <TextField name="email" type="email" required label="Email" />
              <SelectField
                name="role"
                label={t({ vi: 'Vai trò', en: 'Role' })}
                defaultValue="member"
                options={memberRoles.map((one) => ({ value: one, label: t(roleNames[one]) }))}
              />
              <Problem problem={invite.problem} />
              <div>
                <Button type="submit" kind="primary" pending={invite.pending}>
                  {t({ vi: 'Gửi lời mời', en: 'Send the invitation' })}
                </Button>
              </div>
            </form>
          </details>
        ) : null}
      </div>
    </Section>
  );
}
