import { Link, useParams } from 'react-router';
import type { TransactionFileView } from '../../contracts/inspection';
import { purposeLabels } from '../../contracts/licences/policy';
import { personalOrigins, provenanceBases } from '../../contracts/scheme/pilot-2026';
import { useData } from '../api';
import { bytes, date, dateTime, money } from '../format';
import { useLanguage, useT, useTitle } from '../i18n';
import { Bundles } from '../parts/bundles';
import { EventList } from '../parts/event-list';
import { EventMark, EventsOfFile } from '../parts/event-mark';
import { FileAgreement } from '../parts/file-agreement';
import { FileDelivery, FileDownloads } from '../parts/file-delivery';
import { FileMoney, FileRefunds } from '../parts/file-money';
import { FileContents, FilePart } from '../parts/file-part';
import { FileParty } from '../parts/file-parties';
import { FilePeople } from '../parts/file-people';
import { Frozen } from '../parts/holds';
import { Rounds } from '../parts/rounds';
import { State } from '../parts/state';
import { Supervise } from '../parts/supervise';
import { paths } from '../paths';
import { Badge, Button, Callout, Facts, Hash, PageHead } from '../ui/parts';

export default function Transaction() {
  const { id = '' } = useParams();
  const t = useT();
  const title = useTitle();
  const file = useData('openTransactionFile', { params: { id } });
  const { order } = file;
  const places = new Map(file.events.map((one) => [one.eventId, one.index]));
  const indexOf = (eventId: string | null) => (eventId === null ? null : (places.get(eventId) ?? null));
  const byId = new Map(file.events.map((one) => [one.id, one]));
  return (
    <EventsOfFile.Provider value={byId}>
      <PageHead
        eyebrow={`${t({ vi: 'Hồ sơ giao dịch', en: 'Transaction file' })} · ${order.id}`}
        title={title(order.dataset)}
        lead={`${title(order.provider)} → ${title(order.buyer)} · ${money(order.priceVnd)} · ${date(order.createdAt)}`}
      >
        <State of="order" state={order.state} />
        <Button onClick={() => print()}>{t({ vi: 'In', en: 'Print' })}</Button>
      </PageHead>
      {order.stateReason ? <Callout tone="warn">{order.stateReason}</Callout> : null}
      <div className="columns file">
        <FileContents />
        <div className="stack-wide">
          <Frozen id={file.entitlement?.id ?? id} />
          <Supervise id={id} parties={[order.provider, order.buyer]} />
          <FilePart name="parties">
            <FileParty title={{ vi: 'Bên bán', en: 'Provider' }} party={file.parties.provider} />
            <FileParty title={{ vi: 'Bên mua', en: 'Buyer' }} party={file.parties.buyer} />
          </FilePart>
          <FilePart name="listing">
            <Listing listing={file.listing} />
          </FilePart>
          <FilePart name="request">
            <Asked file={file} indexOf={indexOf} />
          </FilePart>
          <FilePart name="agreement">
            <FileAgreement agreement={file.agreement} indexOf={indexOf} />
          </FilePart>
          <FilePart name="money">
            <FileMoney file={file} indexOf={indexOf} />
          </FilePart>
          <FilePart name="delivery">
            <FileDelivery file={file} indexOf={indexOf} />
          </FilePart>
          <FilePart name="downloads">
            <FileDownloads downloads={file.downloads} indexOf={indexOf} />
          </FilePart>
          <FilePart name="disputes">
            <FileRefunds refunds={file.refunds} disputes={file.disputes} indexOf={indexOf} />
          </FilePart>
          <FilePart name="people">
            <FilePeople key={id} orderId={id} people={file.people} />
          </FilePart>
          <FilePart name="events">
            <EventList events={file.events} />
          </FilePart>
          <Bundles kind="order" id={id} />
        </div>
      </div>
    </EventsOfFile.Provider>
  );
}

function Listing({ listing }: { listing: TransactionFileView['listing'] }) {
  const { t, language } = useLanguage();
  const title = useTitle();
  const { dataset, revision, files } = listing;
  const size = t({ vi: 'Dung lượng', en: 'Size' });
  const agreed = t({ vi: 'Như thỏa thuận', en: 'As agreed' });
  return (
    <>
      <Facts
        facts={[
          [
            { vi: 'Bộ dữ liệu', en: 'Dataset' },
            <span key="dataset" className="row">
              <Link to={paths.dataset(dataset.id)}>{title(dataset)}</Link>
              <State of="dataset" state={listing.state} />
            </span>,
          ],
          [
            { vi: 'Phiên bản', en: 'Revision' },
            <span key="revision" className="row">
              {revision.number} · {revision.id}
              <State of="revision" state={revision.state} />
              {revision.publishedAt ? date(revision.publishedAt) : ''}
            </span>,
          ],
          [{ vi: 'Căn cứ nguồn gốc', en: 'Basis of origin' }, listing.basis && t(provenanceBases[listing.basis])],
          [{ vi: 'Nguồn gốc cá nhân', en: 'Personal origin' }, listing.origin && t(personalOrigins[listing.origin])],
          [{ vi: 'Khử nhận dạng', en: 'De-identification' }, listing.deidentification],
          [{ vi: 'Nguồn gốc', en: 'Provenance' }, listing.provenance],
          [{ vi: 'Ghi công', en: 'Credit' }, listing.credit],
        ]}
      />
      <table className="table cards">
        <thead>
          <tr>
            <th scope="col">{t({ vi: 'Tệp', en: 'File' })}</th>
            <th scope="col" className="number">
              {size}
            </th>
            <th scope="col">SHA-256</th>
            <th scope="col">{agreed}</th>
          </tr>
        </thead>
        <tbody>
          {files.map((one) => (
            <tr key={one.name}>
              <td>{one.name}</td>
              <td data-label={size} className="number">
                {bytes(one.bytes, language)}
              </td>
              <td data-label="SHA-256">
                <Hash value={one.sha256} />
              </td>
              <td data-label={agreed}>
                {one.asAgreed ? (
                  <Badge tone="good">{t({ vi: 'khớp', en: 'matches' })}</Badge>
                ) : (
                  <Badge tone="bad">{t({ vi: 'không khớp', en: 'does not match' })}</Badge>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

type AskedProps = { file: TransactionFileView; indexOf: (eventId: string | null) => number | null };

/** The request in the buyer’s words, and what the parties answered each other. */
function Asked({ file, indexOf }: AskedProps) {
  const t = useT();
  const title = useTitle();
  const { request, negotiation } = file;
  return (
    <>
      <Facts
        facts={[
          [{ vi: 'Yêu cầu', en: 'Request' }, request.id],
          [{ vi: 'Mục đích', en: 'Purpose' }, t(purposeLabels[request.purpose])],
          [{ vi: 'Cách dùng', en: 'Statement' }, request.statement],
          [{ vi: 'Dự án', en: 'Project' }, request.project],
        ]}
      />
      {file.rounds.length > 1 ? (
        <>
          <h3>{t({ vi: 'Các vòng thương lượng', en: 'Rounds of the negotiation' })}</h3>
          <Rounds
            rounds={file.rounds}
            mark={(round) => (
              <>
                {round.matches ? null : (
                  <strong className="wrong">{t({ vi: 'Mã băm không khớp', en: 'The hash does not match' })}</strong>
                )}
                {round.eventId ? <EventMark eventId={round.eventId} index={indexOf(round.eventId)} /> : null}
              </>
            )}
          />
        </>
      ) : null}
      <ol className="timeline">
        {negotiation.map((one) => (
          <li key={one.eventId}>
            <div>{t(one.sentence)}</div>
            <div className="meta">
              <time dateTime={one.at}>{dateTime(one.at)}</time>
              <span>{one.organisation ? title(one.organisation) : t({ vi: 'Hệ thống', en: 'The exchange' })}</span>
              <EventMark eventId={one.eventId} index={indexOf(one.eventId)} />
            </div>
            {one.reason ? <div className="soft">{one.reason}</div> : null}
          </li>
        ))}
      </ol>
    </>
  );
}
