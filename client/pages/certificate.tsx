import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { isCertificateNumber, tidyCertificateNumber } from '../../contracts/certificate-number';
import { type CertificateCheck, certifiedSteps, stageNames } from '../../contracts/certificates';
import { useData } from '../api';
import { type ProvenCertificate, proveCertificate } from '../certificate-check';
import { dateTime, number as figure } from '../format';
import { useT, useTitle } from '../i18n';
import { CompareFile } from '../parts/compare-file';
import { kindNames, ProofMark } from '../parts/proof-state';
import { State } from '../parts/state';
import { paths } from '../paths';
import { type Verdict, verdictOf } from '../proofs';
import { Callout, Facts, Hash, PageHead, Section, type Tone } from '../ui/parts';

type Kind = Verdict<ProvenCertificate>['kind'] | 'checking';

export default function Certificate() {
  const t = useT();
  const number = tidyCertificateNumber(useParams().number ?? '');
  const head = (
    <PageHead
      eyebrow={t({ vi: 'Chứng nhận giao dịch', en: 'Transaction certificate' })}
      title={number}
      lead={t({
        vi: 'Trang này không bảo bạn phải tin: chính trình duyệt của bạn kiểm chứng chứng nhận với sổ minh bạch.',
        en: 'This page does not ask to be believed: your own browser verifies the certificate against the transparency log.',
      })}
    />
  );
  if (isCertificateNumber(number)) return <Known head={head} number={number} />;
  return (
    <>
      {head}
      <Callout tone="bad" title={t({ vi: 'Số này có chỗ gõ nhầm', en: 'There is a slip in this number' })}>
        <p>
          {t({
            vi: 'Hai ký tự kiểm tra ở cuối không khớp với phần còn lại.',
            en: 'The two check characters at its end do not fit the rest.',
          })}{' '}
          <Link to={paths.certificates()}>{t({ vi: 'Nhập lại số', en: 'Enter it again' })}</Link>
        </p>
      </Callout>
    </>
  );
}

function Known({ head, number }: { head: ReactNode; number: string }) {
  const check = useData('checkCertificate', { params: { number } }, (answer) => answer.proof === null);
  const proving = useQuery({
    queryKey: ['certificate-proof', number, check.document, check.proof, check.pdfSha256],
    queryFn: () => verdictOf(() => proveCertificate(number, check)),
    enabled: check.proof !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const verdict = proving.data;
  const kind: Kind = check.proof === null ? 'waiting' : (verdict?.kind ?? (proving.isError ? 'lost' : 'checking'));
  return (
    <>
      {head}
      <div className="stack-wide">
        <Standing kind={kind} reason={verdict && 'reason' in verdict ? verdict.reason : null} check={check} />
        {verdict?.kind === 'verified' ? <Proved proven={verdict.proven} check={check} /> : null}
      </div>
    </>
  );
}

const tones: Record<Kind, Tone> = {
  ...{ waiting: 'neutral', checking: 'neutral', verified: 'good', broken: 'bad', unable: 'warn', lost: 'warn' },
};
const sentences: Record<Kind, { vi: string; en: string }> = {
  waiting: {
    vi: 'Chứng nhận vừa được cấp và đang chờ vào sổ; trang sẽ tự kiểm tra lại.',
    en: 'The certificate has just been issued and waits for its place in the log; the page looks again by itself.',
  },
  checking: {
    vi: 'Đang tải bằng chứng, tính lại mã băm và kiểm tra chữ ký.',
    en: 'Fetching the proof, computing hashes, checking the signature.',
  },
  verified: {
    vi: 'Mọi điều ghi dưới đây đúng như trong sổ minh bạch đã ký: văn bản, từng bước giao dịch và các mã băm.',
    en: 'All that is written below is what the signed transparency log holds: the document, every step and the hashes.',
  },
  broken: {
    vi: 'Bằng chứng không khớp. Đừng dựa vào chứng nhận này; hãy báo cơ quan quản lý và đơn vị vận hành, kèm số và câu dưới đây.',
    en: 'The proof does not hold. Do not rely on this certificate; tell the regulator and the operator its number and the sentence below.',
  },
  unable: {
    vi: 'Trình duyệt này không kiểm tra được chữ ký, nên chưa có kết luận nào. Hãy mở trang bằng trình duyệt mới hơn, qua kết nối an toàn.',
    en: 'This browser cannot check signatures, so there is no verdict. Open the page in a newer browser, over a secure connection.',
  },
  lost: {
    vi: 'Chưa tải được bằng chứng; hãy kiểm tra kết nối rồi tải lại trang.',
    en: 'The proof could not be fetched; check the connection and load the page again.',
  },
};

function Standing({ kind, reason, check }: { kind: Kind; reason: string | null; check: CertificateCheck }) {
  const t = useT();
  const title = useT()(kindNames[kind]);
  return (
    <div className="stack" data-proof={kind}>
      <Callout tone={tones[kind]}>
        <strong className="standing">
          <ProofMark kind={kind} /> {title}
        </strong>
        <p>{t(sentences[kind])}</p>
        {reason ? <code lang="en">{reason}</code> : null}
      </Callout>
      {check.later.length > 0 || ['refunding', 'refunded'].includes(check.orderState) ? (
        <Callout
          tone="warn"
          title={t({ vi: 'Giao dịch đã tiến triển sau khi cấp', en: 'The trade has moved on since' })}
        >
          <p>
            {t({ vi: 'Theo sàn, đơn hàng nay ở trạng thái', en: 'The exchange says that the order is now' })}{' '}
            <State of="order" state={check.orderState} />
          </p>
          <ul>
            {check.later.map((one) => (
              <li key={one.number}>
                <Link to={paths.certificate(one.number)}>{one.number}</Link> · {t(stageNames[one.stage])} ·{' '}
                {dateTime(one.issuedAt)}
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
    </div>
  );
}

/** What the certificate says: shown only after all of it was verified. */
function Proved({ proven: { document, issued }, check }: { proven: ProvenCertificate; check: CertificateCheck }) {
  const t = useT();
  const title = useTitle();
  return (
    <div className="split">
      <div className="stack-wide">
        <Section title={{ vi: 'Nội dung', en: 'What it says' }}>
          <Facts
            facts={[
              [{ vi: 'Tình trạng khi cấp', en: 'Standing when issued' }, t(stageNames[document.stage])],
              [{ vi: 'Cấp lúc', en: 'Issued' }, dateTime(document.issuedAt)],
              [
                { vi: 'Bộ dữ liệu', en: 'Dataset' },
                <span key="dataset">
                  <Link to={paths.dataset(document.dataset.id)}>{title(document.dataset)}</Link> ·{' '}
                  {t({ vi: 'phiên bản', en: 'revision' })} {document.dataset.revision}
                </span>,
              ],
              [{ vi: 'Bên bán', en: 'Provider' }, title(document.provider)],
              [
                { vi: 'Bên mua', en: 'Buyer' },
                <span key="buyer">
                  {t({ vi: 'không công khai; cam kết', en: 'not public; commitment' })}{' '}
                  <Hash value={document.buyer.commitment.replace('sha256:', '')} />
                </span>,
              ],
              [{ vi: 'Thỏa thuận', en: 'Agreement' }, <Hash key="agreement" value={document.agreementSha256} />],
              [
                { vi: 'Bản kê giao hàng', en: 'Delivery manifest' },
                document.manifestSha256 ? <Hash key="manifest" value={document.manifestSha256} /> : null,
              ],
              [
                { vi: 'Biên nhận', en: 'Receipt' },
                document.receiptId ? <code key="r">{document.receiptId}</code> : null,
              ],
            ]}
          />
        </Section>
        <Section title={{ vi: 'Các bước, đọc từ chính sổ minh bạch', en: 'The steps, read from the log itself' }}>
          <table className="table cards">
            <thead>
              <tr>
                <th scope="col">{t({ vi: 'Bước', en: 'Step' })}</th>
                <th scope="col">{t({ vi: 'Lúc', en: 'At' })}</th>
                <th scope="col">{t({ vi: 'Vị trí', en: 'Index' })}</th>
                <th scope="col">{t({ vi: 'Mã băm mục', en: 'Leaf hash' })}</th>
              </tr>
            </thead>
            <tbody>
              {document.steps.map((step) => (
                <tr key={step.eventId}>
                  <td>
                    <span className="proved-step">
                      <ProofMark kind="verified" /> {t(certifiedSteps[step.type] ?? { vi: step.type, en: step.type })}
                    </span>
                  </td>
                  <td data-label={t({ vi: 'Lúc', en: 'At' })}>{dateTime(step.at)}</td>
                  <td data-label={t({ vi: 'Vị trí', en: 'Index' })}>{figure(step.index)}</td>
                  <td data-label={t({ vi: 'Mã băm mục', en: 'Leaf hash' })}>
                    <Hash value={step.leafHash} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      </div>
      <aside className="stack-wide">
        <CompareFile expected={check.pdfSha256} />
        <Section title={{ vi: 'Bằng chứng', en: 'The proof' }}>
          <div className="stack">
            <Facts
              facts={[
                [{ vi: 'Vị trí', en: 'Index' }, `${figure(issued.index)} / ${figure(issued.size)}`],
                [{ vi: 'Gốc cây', en: 'Root' }, <Hash key="root" value={issued.root} />],
                [{ vi: 'Ký bởi', en: 'Signed by' }, <code key="signer">{issued.signer}</code>],
                [{ vi: 'Khóa', en: 'Key' }, <code key="vkey">{document.log.vkey}</code>],
              ]}
            />
            <a
              className="button"
              href={`data:text/plain;charset=utf-8,${encodeURIComponent(check.proof ?? '')}`}
              download={`${document.number}.tlog-proof`}
            >
              {t({ vi: 'Tải bằng chứng (.tlog-proof)', en: 'Download the .tlog-proof' })}
            </a>
          </div>
        </Section>
      </aside>
    </div>
  );
}
