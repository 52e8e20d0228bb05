import { useParams } from 'react-router';
import { appraisalVerdicts } from '../../contracts/gate';
import { certificateKinds } from '../../contracts/scheme/participants';
import { useData } from '../api';
import { date, number } from '../format';
import { useT, useTitle } from '../i18n';
import { AlsoProvider } from '../parts/appraisal';
import { Callout, Facts, PageHead, Section } from '../ui/parts';
import { Entry } from './catalogue';

const verdicts = ['fit', 'fit_with_reservations', 'unfit'] as const;

/** The public page of an intermediary; that it also sells stands beside its name. */
export default function Intermediary() {
  const { id = '' } = useParams();
  const t = useT();
  const title = useTitle();
  const { organisation, alsoProvider, profile, certificates, delivered, services } = useData('getIntermediary', {
    params: { id },
  });
  return (
    <>
      <PageHead eyebrow={t({ vi: 'Bên trung gian', en: 'Intermediary' })} title={title(organisation)}>
        {alsoProvider ? <AlsoProvider /> : null}
      </PageHead>
      <div className="stack-wide">
        <Section title={{ vi: 'Dịch vụ', en: 'Services' }}>
          {profile ? (
            <Facts
              facts={[
                [{ vi: 'Phạm vi', en: 'Scope' }, profile.scope],
                [{ vi: 'Phương pháp', en: 'Method' }, profile.method],
                [{ vi: 'Giá', en: 'Price' }, profile.fees],
                [{ vi: 'Công bố ngày', en: 'Published on' }, date(profile.updatedAt)],
              ]}
            />
          ) : (
            <Callout tone="warn">
              {t({
                vi: 'Chưa công bố phạm vi, phương pháp và giá nên chưa được thẩm định.',
                en: 'It has published no scope, method and price and cannot appraise yet.',
              })}
            </Callout>
          )}
        </Section>
        <Section title={{ vi: 'Giấy chứng nhận đã xác nhận', en: 'Confirmed certificates' }}>
          {certificates.length === 0 ? <p className="faint">{t({ vi: 'Không có.', en: 'None.' })}</p> : null}
          <ul className="list">
            {certificates.map((one) => (
              <li key={one.number}>
                {t(certificateKinds[one.kind])}: <strong>{one.number}</strong>, {one.issuer};{' '}
                <span className="soft">
                  {date(one.issuedOn)} – {date(one.expiresOn)}
                </span>
              </li>
            ))}
          </ul>
        </Section>
        <Section title={{ vi: 'Kết quả thẩm định đã nộp', en: 'Appraisals delivered' }}>
          <Facts facts={verdicts.map((one) => [appraisalVerdicts[one], number(delivered[one])] as const)} />
          <p className="faint">
            {t({
              vi: 'Kết quả là một căn cứ; đơn vị vận hành sàn vẫn tự kiểm tra và quyết định.',
              en: 'A result is one basis; the operator of the exchange still checks and decides.',
            })}
          </p>
        </Section>
        {services.length > 0 ? (
          <Section title={{ vi: 'Dịch vụ đang niêm yết', en: 'Listed services' }}>
            <ul className="list">
              {services.map((card) => (
                <Entry key={card.id} card={card} />
              ))}
            </ul>
          </Section>
        ) : null}
      </div>
    </>
  );
}
