import { Link } from 'react-router';
import { useT, useTitle } from '../i18n';
import { AlsoProvider } from '../parts/appraisal';
import { More } from '../parts/more';
import { paths } from '../paths';
import { Empty, PageHead } from '../ui/parts';

/** Who may appraise and broker here, with what each publishes of its services. */
export default function Intermediaries() {
  const t = useT();
  const title = useTitle();
  return (
    <>
      <PageHead
        title={t({ vi: 'Bên trung gian', en: 'Intermediaries' })}
        lead={t({
          vi: 'Các tổ chức thẩm định và kết nối, với phạm vi, phương pháp và giá do họ công bố (Nghị định 314/2026, Điều 7).',
          en: 'Those who appraise and connect, with the scope, method and price that each publishes (Decree 314/2026, Art. 7).',
        })}
      />
      <More
        id="listIntermediaries"
        given={{ query: {} }}
        empty={<Empty title={{ vi: 'Chưa có bên trung gian nào', en: 'There is no intermediary yet' }} />}
      >
        {(items) => (
          <ul className="list">
            {items.map(({ organisation, alsoProvider, profile }) => (
              <li key={organisation.id} className="entry">
                <div className="row">
                  <h2>
                    <Link to={paths.intermediary(organisation.id)}>{title(organisation)}</Link>
                  </h2>
                  {alsoProvider ? <AlsoProvider /> : null}
                </div>
                {profile ? (
                  <>
                    <p className="clamp">{profile.scope}</p>
                    <p className="soft">{profile.fees}</p>
                  </>
                ) : (
                  <p className="faint">
                    {t({
                      vi: 'Chưa công bố phạm vi, phương pháp, giá.',
                      en: 'Has published no scope, method or price.',
                    })}
                  </p>
                )}
              </li>
            ))}
          </ul>
        )}
      </More>
    </>
  );
}
