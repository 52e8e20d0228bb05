import { type Bilingual, type Capability, capabilityNames } from '../../contracts/common.js';
import { licenceTemplates } from '../../contracts/licences/templates.js';
import { datasetLifecycle } from '../../contracts/lifecycles/dataset.js';
import { organisationLifecycle } from '../../contracts/lifecycles/organisation.js';
import { decisionCodes, legalForms, sectors } from '../../contracts/scheme/pilot-2026.js';
import type { Facts, Standing } from './facts.js';
import { count, type Group, hours, of, table } from './figures.js';
import { flow, measures, pace, trades } from './trade-figures.js';

/** The report: every number from the facts, group by group. Numbers that are always there come first; of long tables only
 * the rows that have something to count. Pure. */
export function reportOf(facts: Facts): Group[] {
  return [
    participants(facts),
    listings(facts),
    reviews(facts),
    trades(facts),
    flow(facts),
    pace(facts),
    measures(facts),
  ];
}

const captions = {
  state: { vi: 'Trạng thái', en: 'State' },
  capability: { vi: 'Vai trò', en: 'Capability' },
  form: { vi: 'Loại hình', en: 'Legal form' },
  sector: { vi: 'Lĩnh vực', en: 'Sector' },
  kind: { vi: 'Hình thức chào', en: 'Kind of offer' },
  licence: { vi: 'Giấy phép chào', en: 'Licence on offer' },
  code: { vi: 'Mã từ chối', en: 'Refusal code' },
};

function inState(rows: readonly Standing[], state: string): Standing[] {
  return rows.filter((row) => row.state === state);
}

function participants({ organisations }: Facts): Group {
  const verified = inState(organisations, 'verified');
  return {
    key: 'participants',
    title: { vi: 'Tổ chức tham gia cuối kỳ', en: 'Participants at the end of the period' },
    note: {
      vi: 'Vai trò và loại hình chỉ đếm tổ chức đã xác minh; một tổ chức có thể có nhiều vai trò.',
      en: 'Capabilities and legal forms count verified organisations only; one may have several capabilities.',
    },
    figures: [
      ...table('participants.state', captions.state, organisationLifecycle.states, (state) =>
        inState(organisations, state),
      ),
      ...table(
        'participants.capability',
        captions.capability,
        capabilityNames as Record<Capability, Bilingual>,
        (one) => verified.filter((row) => row.names.includes(one)),
      ),
      ...table('participants.form', captions.form, legalForms, (form) => verified.filter((row) => row.group === form)),
    ],
  };
}

function listings({ datasets, offers }: Facts): Group {
  const listed = inState(datasets, 'listed');
  const open = inState(offers, 'open');
  const models = {
    free: { vi: 'miễn phí', en: 'free' },
    one_off: { vi: 'trả một lần', en: 'one-off price' },
  };
  const licences = Object.fromEntries(licenceTemplates.map(({ id, title }) => [id, title]));
  return {
    key: 'listings',
    title: { vi: 'Bộ dữ liệu và chào bán cuối kỳ', en: 'Listings and offers at the end of the period' },
    note: {
      vi: 'Lĩnh vực chỉ đếm bộ dữ liệu đang niêm yết; hình thức và giấy phép đếm chào bán đang mở.',
      en: 'Sectors count listed datasets only; kinds and licences count open offers.',
    },
    figures: [
      ...table('listings.state', captions.state, datasetLifecycle.states, (state) => inState(datasets, state)),
      ...table('listings.sector', captions.sector, sectors, (sector) => listed.filter((row) => row.group === sector)),
      ...table('offers.kind', captions.kind, models, (kind) => open.filter((row) => row.group === kind)),
      ...table('offers.licence', captions.licence, licences, (licence) =>
        open.filter((row) => row.names.includes(licence)),
      ),
    ],
  };
}

function reviews({ happened, lasted }: Facts): Group {
  const refusals = of(happened, 'dataset.return', 'dataset.reject', 'dataset.fail-screening');
  return {
    key: 'reviews',
    title: { vi: 'Duyệt và từ chối', en: 'Approvals and refusals' },
    note: {
      vi: 'Mã từ chối được đọc trong lý do của quyết định; một quyết định có thể nêu nhiều mã hoặc không nêu mã.',
      en: 'Codes are read in the reason of the decision; one decision may name several, or none.',
    },
    figures: [
      count(
        'reviews.organisations',
        { vi: 'Tổ chức được xác minh', en: 'Organisations verified' },
        of(happened, 'organisation.verify'),
      ),
      count(
        'reviews.organisations-rejected',
        { vi: 'Tổ chức bị từ chối', en: 'Organisations rejected' },
        of(happened, 'organisation.reject'),
      ),
      count(
        'reviews.approved',
        { vi: 'Bộ dữ liệu được duyệt', en: 'Datasets approved' },
        of(happened, 'dataset.approve'),
      ),
      count('reviews.returned', { vi: 'Bộ dữ liệu trả lại', en: 'Datasets returned' }, of(happened, 'dataset.return')),
      count(
        'reviews.rejected',
        { vi: 'Bộ dữ liệu bị từ chối', en: 'Datasets rejected' },
        of(happened, 'dataset.reject'),
      ),
      count(
        'reviews.screened-out',
        { vi: 'Bị chặn khi sàng lọc', en: 'Stopped by screening' },
        of(happened, 'dataset.fail-screening'),
      ),
      ...table('reviews.code', captions.code, decisionCodes, (code) =>
        refusals.filter((row) => row.reason?.includes(code)),
      ),
      count(
        'requests.submitted',
        { vi: 'Yêu cầu truy cập đã gửi', en: 'Access requests submitted' },
        of(happened, 'request.submit'),
      ),
      count(
        'requests.approved',
        { vi: 'Yêu cầu được chấp thuận', en: 'Access requests approved' },
        of(happened, 'request.approve', 'request.auto-approve'),
      ),
      count(
        'requests.declined',
        { vi: 'Yêu cầu bị từ chối', en: 'Access requests declined' },
        of(happened, 'request.decline'),
      ),
      hours(
        'reviews.organisation-time',
        { vi: 'Thời gian xác minh tổ chức (trung vị)', en: 'Time to decide on an organisation (median)' },
        lasted.organisation,
      ),
      hours(
        'reviews.time',
        { vi: 'Thời gian duyệt bộ dữ liệu (trung vị)', en: 'Time to decide on a dataset (median)' },
        lasted.review,
      ),
    ],
  };
}
