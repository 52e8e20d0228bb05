import { useParams } from 'react-router';
import { checkTaxCode } from '../../contracts/scheme/tax-code';
import { useAct, useData } from '../api';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Bundles } from '../parts/bundles';
import { Frozen } from '../parts/holds';
import { OrganisationFacts } from '../parts/organisation-facts';
import { Standing } from '../parts/standing';
import { State } from '../parts/state';
import { Supervise } from '../parts/supervise';
import { Callout, PageHead, Section } from '../ui/parts';

export default function OrganisationReview() {
  const { id = '' } = useParams();
  const t = useT();
  const title = useTitle();
  const organisation = useData('getOrganisation', { params: { id } });
  const move = useAct('transitionOrganisation');
  const checked = organisation.taxCode !== null && checkTaxCode(organisation.taxCode).ok;
  return (
    <>
      <PageHead eyebrow={organisation.id} title={title(organisation)}>
        <State of="organisation" state={organisation.state} />
      </PageHead>
      <div className="stack-wide">
        {organisation.stateReason ? <Callout tone="warn">{organisation.stateReason}</Callout> : null}
        <Section title={{ vi: 'Hồ sơ', en: 'Profile' }}>
          <OrganisationFacts organisation={organisation} />
        </Section>
        {organisation.taxCode === null ? null : (
          <Callout
            tone={checked ? 'good' : 'bad'}
            title={
              checked
                ? t({ vi: 'Mã số thuế đúng chữ số kiểm tra', en: 'The tax code’s check digit is right' })
                : t({ vi: 'Mã số thuế sai', en: 'The tax code is wrong' })
            }
          />
        )}
        {organisation.capabilities.includes('regulator') ? null : <Standing id={id} />}
        <Frozen id={id}>
          <Actions
            actions={organisation.actions}
            run={(action, reason) =>
              move.run({ params: { id }, body: { action: action as 'verify', ...(reason ? { reason } : {}) } })
            }
          />
        </Frozen>
        {organisation.capabilities.includes('regulator') ? null : <Supervise id={id} parties={[organisation]} />}
        <Bundles kind="organisation" id={id} />
      </div>
    </>
  );
}
