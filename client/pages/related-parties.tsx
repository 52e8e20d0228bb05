import { type FormEvent, useState } from 'react';
import { relationGrounds } from '../../contracts/reporting';
import { useAct } from '../api';
import { date } from '../format';
import { useLanguage, useTitle } from '../i18n';
import { More } from '../parts/more';
import { useHas, useSession } from '../session';
import { formText, SelectField, TextArea, TextField } from '../ui/fields';
import { Button, Empty, fieldError, PageHead, Problem, Section } from '../ui/parts';

type Ground = keyof typeof relationGrounds;

export default function RelatedParties() {
  const { t } = useLanguage();
  const title = useTitle();
  const regulator = useHas('regulator');
  const operator = useHas('operator');
  const end = useAct('endRelatedParties');
  const today = new Date().toISOString().slice(0, 10);
  return (
    <>
      <PageHead
        title={t({ vi: 'Các bên liên quan', en: 'Related parties' })}
        lead={t({
          vi: 'Giao dịch giữa các bên liên quan không được tính vào số liệu chặt. Chi nhánh cùng mã số thuế gốc luôn được coi là liên quan; quan hệ khác phải khai báo.',
          en: 'Trades between related parties are left out of the strict count. Branches with one tax code root are always related; other relations are declared here.',
        })}
      />
      <div className="stack-wide">
        {regulator ? null : <Declare />}
        <Problem problem={end.problem} />
        <More
          id="listRelatedParties"
          given={{}}
          empty={<Empty title={{ vi: 'Chưa có quan hệ nào được khai báo', en: 'No relation has been declared' }} />}
        >
          {(items) => (
            <table className="table cards">
              <thead>
                <tr>
                  <th scope="col">{t({ vi: 'Các bên', en: 'Parties' })}</th>
                  <th scope="col">{t({ vi: 'Căn cứ', en: 'Ground' })}</th>
                  <th scope="col">{t({ vi: 'Từ', en: 'Since' })}</th>
                  <th scope="col">{t({ vi: 'Đến', en: 'Until' })}</th>
                  <th scope="col">{t({ vi: 'Khai báo bởi', en: 'Declared by' })}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.id}>
                    <td>{one.parties.map(title).join(' – ')}</td>
                    <td data-label={t({ vi: 'Căn cứ', en: 'Ground' })}>
                      {t(relationGrounds[one.ground])}
                      {one.note ? <span className="faint"> {one.note}</span> : null}
                    </td>
                    <td data-label={t({ vi: 'Từ', en: 'Since' })}>{date(one.since)}</td>
                    <td data-label={t({ vi: 'Đến', en: 'Until' })}>
                      {one.until ? date(one.until) : '–'}{' '}
                      {operator && !one.until ? (
                        <Button
                          small
                          pending={end.pending}
                          onClick={() =>
                            void end.run({ params: { id: one.id }, body: { until: today } }).catch(() => null)
                          }
                        >
                          {t({ vi: 'Chấm dứt hôm nay', en: 'Ended today' })}
                        </Button>
                      ) : null}
                    </td>
                    <td data-label={t({ vi: 'Khai báo bởi', en: 'Declared by' })}>{title(one.declaredBy)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </More>
      </div>
    </>
  );
}

function Declare() {
  const { t, language } = useLanguage();
  const { organisation } = useSession();
  const operator = useHas('operator');
  const declare = useAct('declareRelatedParties');
  const [round, setRound] = useState(0);
  const wrong = (pointer: string) => fieldError(declare.problem, pointer, language === 'vi');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = formText(event.currentTarget);
    const body = {
      organisationId: operator ? field('organisationId') : (organisation?.id ?? ''),
      otherId: field('otherId'),
      ground: field('ground') as Ground,
      note: field('note'),
      since: field('since'),
    };
    void declare.run({ body }).then(
      () => setRound(round + 1),
      () => null,
    );
  };
  return (
    <Section title={{ vi: 'Khai báo quan hệ', en: 'Declare a relation' }}>
      <form key={round} className="panel stack" onSubmit={submit}>
        <div className="grid-2">
          {operator ? (
            <TextField
              name="organisationId"
              label={t({ vi: 'Mã tổ chức thứ nhất', en: 'Id of the first organisation' })}
              hint="org_…"
              required
              wrong={wrong('/organisationId')}
            />
          ) : null}
          <TextField
            name="otherId"
            label={t({ vi: 'Mã tổ chức liên quan', en: 'Id of the related organisation' })}
            hint="org_…"
            required
            wrong={wrong('/otherId')}
          />
          <SelectField
            name="ground"
            label={t({ vi: 'Căn cứ', en: 'Ground' })}
            options={(Object.keys(relationGrounds) as Ground[]).map((one) => ({
              value: one,
              label: t(relationGrounds[one]),
            }))}
            wrong={wrong('/ground')}
          />
          <TextField
            name="since"
            type="date"
            label={t({ vi: 'Từ ngày', en: 'Since' })}
            required
            wrong={wrong('/since')}
          />
        </div>
        <TextArea name="note" rows={2} label={t({ vi: 'Ghi chú', en: 'Note' })} wrong={wrong('/note')} />
        <Problem problem={declare.problem} />
        <div>
          <Button type="submit" kind="primary" pending={declare.pending}>
            {t({ vi: 'Khai báo', en: 'Declare' })}
          </Button>
        </div>
      </form>
    </Section>
  );
}
