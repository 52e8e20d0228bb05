import { Link, useSearchParams } from 'react-router';
import type { Arguments } from '../../contracts/calls';
import { organisationLifecycle } from '../../contracts/lifecycles/organisation';
import { date } from '../format';
import { useT, useTitle } from '../i18n';
import { More } from '../parts/more';
import { State } from '../parts/state';
import { paths } from '../paths';
import { Button, Empty, PageHead } from '../ui/parts';

type Query = NonNullable<Arguments<'listOrganisations'>['query']>;

export default function Organisations() {
  const t = useT();
  const title = useTitle();
  const [search, setSearch] = useSearchParams();
  const state = search.get('state') ?? '';
  const query = (state === '' ? {} : { state }) as Query;
  return (
    <>
      <PageHead title={t({ vi: 'Tổ chức tham gia', en: 'Organisations' })} />
      <div className="row" style={{ marginBottom: '1rem' }}>
        <Button kind={state === '' ? 'primary' : 'plain'} onClick={() => setSearch({})}>
          {t({ vi: 'Tất cả', en: 'All' })}
        </Button>
        {(['submitted', 'needs_info', 'verified', 'suspended'] as const).map((one) => (
          <Button key={one} kind={state === one ? 'primary' : 'plain'} onClick={() => setSearch({ state: one })}>
            {t(organisationLifecycle.states[one])}
          </Button>
        ))}
      </div>
      <More
        id="listOrganisations"
        given={{ query }}
        empty={<Empty title={{ vi: 'Không có tổ chức nào', en: 'There is no organisation' }} />}
      >
        {(items) => (
          <table className="table cards">
            <thead>
              <tr>
                <th scope="col">{t({ vi: 'Tên', en: 'Name' })}</th>
                <th scope="col">{t({ vi: 'Mã số thuế', en: 'Tax code' })}</th>
                <th scope="col">{t({ vi: 'Vai trò', en: 'Capabilities' })}</th>
                <th scope="col">{t({ vi: 'Đăng ký', en: 'Registered' })}</th>
                <th scope="col">{t({ vi: 'Trạng thái', en: 'State' })}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to={paths.organisationReview(one.id)}>{title(one)}</Link>
                  </td>
                  <td data-label={t({ vi: 'Mã số thuế', en: 'Tax code' })}>{one.taxCode ?? '–'}</td>
                  <td data-label={t({ vi: 'Vai trò', en: 'Capabilities' })}>{one.capabilities.join(', ')}</td>
                  <td data-label={t({ vi: 'Đăng ký', en: 'Registered' })}>{date(one.createdAt)}</td>
                  <td data-label={t({ vi: 'Trạng thái', en: 'State' })}>
                    <State of="organisation" state={one.state} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </More>
    </>
  );
}
