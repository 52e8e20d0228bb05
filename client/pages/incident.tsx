import { Link, useParams } from 'react-router';
import type { IncidentReport, IncidentView } from '../../contracts/supervision';
import { useAct, useData } from '../api';
import { dateTime, number } from '../format';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Countdown } from '../parts/clock';
import { IncidentForm, reportFields } from '../parts/incident-form';
import { State } from '../parts/state';
import { paths } from '../paths';
import { useHas, useSession } from '../session';
import { Badge, Button, Facts, PageHead, Problem, Section } from '../ui/parts';

export default function Incident() {
  const { id = '' } = useParams();
  const t = useT();
  const title = useTitle();
  const incident = useData('getIncident', { params: { id } });
  const edit = useAct('editIncident');
  const move = useAct('transitionIncident');
  return (
    <>
      <PageHead eyebrow={incident.id} title={incident.report.title}>
        <State of="incident" state={incident.state} />
      </PageHead>
      <div className="split">
        <div className="stack-wide">
          <Actions
            actions={incident.actions}
            run={(action, reason) =>
              move.run({ params: { id }, body: { action: action as 'send', ...(reason ? { reason } : {}) } })
            }
          />
          <Section title={{ vi: 'Nội dung thông báo', en: 'The notice' }}>
            {incident.canEdit ? (
              <IncidentForm
                key={incident.version}
                report={incident.report}
                problem={edit.problem}
                pending={edit.pending}
                button={t({ vi: 'Lưu', en: 'Save' })}
                save={(body) =>
                  void edit.run({ params: { id }, body }, { version: incident.version }).catch(() => null)
                }
              />
            ) : (
              <Report report={incident.report} />
            )}
          </Section>
        </div>
        <aside className="stack-wide">
          <Facts
            facts={[
              [{ vi: 'Dữ liệu của', en: 'Data of' }, title(incident.organisation)],
              [
                { vi: 'Bộ dữ liệu', en: 'Dataset' },
                incident.dataset ? (
                  <Link key="dataset" to={paths.dataset(incident.dataset.id)}>
                    {title(incident.dataset)}
                  </Link>
                ) : null,
              ],
              [{ vi: 'Ghi nhận bởi', en: 'Entered by' }, title(incident.openedBy)],
              [{ vi: 'Phát hiện', en: 'Detected' }, dateTime(incident.detectedAt)],
              [
                { vi: 'Hạn 72 giờ', en: 'The 72 hours' },
                <Countdown key="due" due={incident.dueAt} done={incident.sentAt !== null} />,
              ],
              [{ vi: 'Đã gửi', en: 'Sent' }, incident.sentAt ? dateTime(incident.sentAt) : null],
              [{ vi: 'Ghi chú', en: 'Note' }, incident.stateReason],
            ]}
          />
          <Affected incident={incident} />
        </aside>
      </div>
    </>
  );
}

function Report({ report }: { report: IncidentReport }) {
  const shown = (name: keyof IncidentReport) => {
    const value = report[name];
    if (value === null || value === '') return null;
    if (name === 'happenedAt') return dateTime(String(value));
    return typeof value === 'number' ? number(value) : value;
  };
  const names = Object.keys(reportFields) as (keyof IncidentReport)[];
  return <Facts facts={names.map((name) => [reportFields[name], shown(name)] as const)} />;
}

/** Who was delivered the data, and whether they know. */
function Affected({ incident }: { incident: IncidentView }) {
  const t = useT();
  const title = useTitle();
  const tell = useAct('tellAffected');
  const operator = useHas('operator');
  const own = useSession().organisation?.id === incident.organisation.id;
  const untold = incident.affected.some((one) => one.toldAt === null);
  return (
    <Section title={{ vi: 'Tổ chức bị ảnh hưởng', en: 'Organisations concerned' }}>
      <div className="stack">
        {incident.affected.length === 0 ? (
          <p className="soft">
            {t({ vi: 'Chưa tổ chức nào nhận dữ liệu này.', en: 'Nobody was delivered this data.' })}
          </p>
        ) : null}
        <ul className="list stack">
          {incident.affected.map(({ organisation, toldAt }) => (
            <li key={organisation.id} className="row">
              <span>{title(organisation)}</span>
              {toldAt ? (
                <span className="faint">
                  {t({ vi: 'đã báo', en: 'told' })} {dateTime(toldAt)}
                </span>
              ) : (
                <Badge tone="warn">{t({ vi: 'chưa báo', en: 'not told' })}</Badge>
              )}
            </li>
          ))}
        </ul>
        <Problem problem={tell.problem} />
        {untold && (operator || own) ? (
          <div>
            <Button
              pending={tell.pending}
              onClick={() => void tell.run({ params: { id: incident.id } }).catch(() => null)}
            >
              {t({ vi: 'Thông báo cho các tổ chức này', en: 'Tell these organisations' })}
            </Button>
          </div>
        ) : null}
      </div>
    </Section>
  );
}
