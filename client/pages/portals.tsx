import { type FormEvent, type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { HarvestOutcome, PortalInput, PortalView } from '../../contracts/harvest';
import type { ProblemBody } from '../../contracts/problems';
import { useAct } from '../api';
import { dateTime, number } from '../format';
import { useLanguage, useT } from '../i18n';
import { More } from '../parts/more';
import { paths } from '../paths';
import { Check, formText, SelectField, TextField } from '../ui/fields';
import { Badge, Button, Callout, Empty, fieldError, PageHead, Problem } from '../ui/parts';

const kinds = {
  ckan: { vi: 'CKAN (API package_search)', en: 'CKAN (package_search API)' },
  dcat: { vi: 'DCAT (danh mục JSON-LD)', en: 'DCAT (catalogue in JSON-LD)' },
} as const;

/** Portals of open data that are read by schedule: what each gave, when, and what went wrong. */
export default function Portals() {
  const t = useT();
  const add = useAct('addPortal');
  const [made, setMade] = useState(0);
  return (
    <>
      <PageHead
        title={t({ vi: 'Cổng dữ liệu được đọc', en: 'Portals that are read' })}
        lead={t({
          vi: 'Sàn đọc danh mục của các cổng dữ liệu mở theo lịch; bản ghi trùng nhau chỉ hiện một lần, kèm nơi đến.',
          en: 'The exchange reads the catalogues of open-data portals by schedule; what several have is shown once, with where it is from.',
        })}
      >
        <Link className="button" to={paths.mirrored()}>
          {t({ vi: 'Xem bản ghi', en: 'See the records' })}
        </Link>
      </PageHead>
      <div className="stack-wide">
        <details className="panel">
          <summary>{t({ vi: 'Thêm cổng', en: 'Add a portal' })}</summary>
          <PortalForm
            key={made}
            problem={add.problem}
            pending={add.pending}
            button={t({ vi: 'Thêm và đọc ngay', en: 'Add and read now' })}
            save={(body) =>
              void add
                .run({ body })
                .then(() => setMade(made + 1))
                .catch(() => null)
            }
          />
        </details>
        <More
          id="listPortals"
          given={{ query: {} }}
          empty={<Empty title={{ vi: 'Chưa đọc cổng nào', en: 'No portal is read yet' }} />}
        >
          {(items) => (
            <ul className="list">
              {items.map((portal) => (
                <Portal key={portal.id} portal={portal} />
              ))}
            </ul>
          )}
        </More>
      </div>
    </>
  );
}

function Portal({ portal }: { portal: PortalView }) {
  const t = useT();
  const edit = useAct('editPortal');
  const read = useAct('readPortal');
  const params = { id: portal.id };
  const { lastOutcome } = portal;
  return (
    <li className="entry stack">
      <div className="row">
        <h2>{portal.name}</h2>
        <Badge>{t(kinds[portal.kind])}</Badge>
        {portal.enabled ? (
          <Badge tone="good">{t({ vi: `mỗi ${portal.everyHours} giờ`, en: `every ${portal.everyHours} hours` })}</Badge>
        ) : (
          <Badge tone="warn">{t({ vi: 'đang tạm ngừng', en: 'paused' })}</Badge>
        )}
      </div>
      <div className="meta">
        <span style={{ overflowWrap: 'anywhere' }}>{portal.url}</span>
        <span>
          {number(portal.records)} {t({ vi: 'bản ghi', en: portal.records === 1 ? 'record' : 'records' })}
        </span>
        <span>
          {t({ vi: 'đọc lần cuối', en: 'last read' })} {portal.lastRunAt ? dateTime(portal.lastRunAt) : '–'}
        </span>
      </div>
      {lastOutcome?.fault ? (
        <Callout tone="bad" title={t({ vi: 'Lần đọc cuối không thành', en: 'The last reading failed' })}>
          {lastOutcome.fault}
        </Callout>
      ) : null}
      <div className="row">
        <Button pending={read.pending} onClick={() => void read.run({ params }).catch(() => null)}>
          {t({ vi: 'Đọc ngay', en: 'Read now' })}
        </Button>
      </div>
      <Problem problem={read.problem} />
      <Details summary={t({ vi: 'Các lần đọc', en: 'Readings' })}>
        <Runs id={portal.id} />
      </Details>
      <Details summary={t({ vi: 'Sửa', en: 'Edit' })}>
        <PortalForm
          portal={portal}
          problem={edit.problem}
          pending={edit.pending}
          button={t({ vi: 'Lưu', en: 'Save' })}
          save={(body) => void edit.run({ params, body }).catch(() => null)}
        />
      </Details>
    </li>
  );
}

/** What is inside is asked for when it is opened. */
function Details({ summary, children }: { summary: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open ? children : null}
    </details>
  );
}

function Runs({ id }: { id: string }) {
  const t = useT();
  const parts: readonly (readonly [keyof Omit<HarvestOutcome, 'fault'>, { vi: string; en: string }])[] = [
    ['found', { vi: 'Tìm thấy', en: 'Found' }],
    ['added', { vi: 'Thêm', en: 'Added' }],
    ['changed', { vi: 'Đổi', en: 'Changed' }],
    ['gone', { vi: 'Mất', en: 'Gone' }],
  ];
  return (
    <More
      id="listPortalRuns"
      given={{ params: { id }, query: {} }}
      empty={<p className="faint">{t({ vi: 'Chưa đọc lần nào.', en: 'It was not read yet.' })}</p>}
    >
      {(items) => (
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">{t({ vi: 'Lúc', en: 'At' })}</th>
              {parts.map(([part, name]) => (
                <th key={part} scope="col" className="number">
                  {t(name)}
                </th>
              ))}
              <th scope="col">{t({ vi: 'Lỗi', en: 'Fault' })}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((run) => (
              <tr key={run.id}>
                <td>{dateTime(run.at)}</td>
                {parts.map(([part, name]) => (
                  <td key={part} className="number" data-label={t(name)}>
                    {number(run[part])}
                  </td>
                ))}
                <td data-label={t({ vi: 'Lỗi', en: 'Fault' })}>{run.fault ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </More>
  );
}

type FormProps = {
  portal?: PortalInput;
  problem: ProblemBody | null;
  pending: boolean;
  button: string;
  save: (body: PortalInput) => void;
};

function PortalForm({ portal, problem, pending, button, save }: FormProps) {
  const { t, language } = useLanguage();
  const wrong = (pointer: string) => fieldError(problem, pointer, language === 'vi');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const enabled = text('enabled') === 'on';
    const kind = text('kind') as PortalInput['kind'];
    save({ name: text('name'), kind, url: text('url'), everyHours: Number(text('everyHours')), enabled });
  };
  return (
    <form className="form" onSubmit={submit} style={{ marginTop: '1rem' }}>
      <TextField
        name="name"
        required
        maxLength={120}
        defaultValue={portal?.name ?? ''}
        label={t({ vi: 'Tên cổng', en: 'Name of the portal' })}
        wrong={wrong('/name')}
      />
      <SelectField
        name="kind"
        defaultValue={portal?.kind ?? 'ckan'}
        label={t({ vi: 'Loại', en: 'Kind' })}
        options={(['ckan', 'dcat'] as const).map((value) => ({ value, label: t(kinds[value]) }))}
      />
      <TextField
        name="url"
        type="url"
        required
        maxLength={500}
        defaultValue={portal?.url ?? ''}
        label={t({ vi: 'Địa chỉ', en: 'Address' })}
        hint={t({
          vi: 'CKAN: địa chỉ của cổng; DCAT: địa chỉ tệp JSON-LD của danh mục. Chỉ máy chủ công khai.',
          en: 'CKAN: the address of the site; DCAT: of the catalogue’s JSON-LD. Public hosts only.',
        })}
        wrong={wrong('/url')}
      />
      <TextField
        name="everyHours"
        type="number"
        min={1}
        max={720}
        required
        defaultValue={portal?.everyHours ?? 24}
        label={t({ vi: 'Đọc lại sau mỗi (giờ)', en: 'Read again every (hours)' })}
        wrong={wrong('/everyHours')}
      />
      <Check
        name="enabled"
        defaultChecked={portal?.enabled ?? true}
        label={t({ vi: 'Đọc theo lịch', en: 'Read by schedule' })}
      />
      <Problem problem={problem} />
      <div>
        <Button type="submit" kind="primary" pending={pending}>
          {button}
        </Button>
      </div>
    </form>
  );
}
