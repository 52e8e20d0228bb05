import { Link, useSearchParams } from 'react-router';
import type { BidCard } from '../../contracts/bids';
import { purposeLabels } from '../../contracts/licences/policy';
import { sectors } from '../../contracts/scheme/pilot-2026';
import { date, money } from '../format';
import { useT, useTitle } from '../i18n';
import { More } from '../parts/more';
import { State } from '../parts/state';
import { paths } from '../paths';
import { useHas } from '../session';
import { Empty, PageHead } from '../ui/parts';

/** Open bids for everybody; own ones for buyers; those that wait for moderation for the operator. */
export default function Bids() {
  const t = useT();
  const [search] = useSearchParams();
  const [buyer, operator] = [useHas('buyer'), useHas('operator')];
  const view = search.get('view') ?? 'open';
  const tabs = [
    { view: 'open', label: { vi: 'Đang mở', en: 'Open' } },
    { view: 'matched', label: { vi: 'Đã khớp', en: 'Matched' } },
    { view: 'closed', label: { vi: 'Đã đóng', en: 'Closed' } },
    ...(buyer ? [{ view: 'own', label: { vi: 'Của tổ chức', en: 'Ours' } }] : []),
    ...(operator ? [{ view: 'queue', label: { vi: 'Chờ kiểm duyệt', en: 'To moderate' } }] : []),
  ];
  return (
    <>
      <PageHead
        title={t({ vi: 'Chào mua', en: 'Bids' })}
        lead={t({
          vi: 'Bên mua nêu dữ liệu chưa có trên sàn; bên bán trả lời bằng một bộ dữ liệu đang niêm yết.',
          en: 'Buyers call for data that is not on the exchange yet; providers answer with a listed dataset.',
        })}
      >
        {buyer ? (
          <Link className="button primary" to={paths.newBid()}>
            {t({ vi: 'Viết chào mua', en: 'Write a bid' })}
          </Link>
        ) : null}
      </PageHead>
      <nav className="row tabs" aria-label={t({ vi: 'Chào mua theo trạng thái', en: 'Bids by state' })}>
        {tabs.map((tab) => (
          <Link
            key={tab.view}
            className={tab.view === view ? 'button active' : 'button'}
            to={tab.view === 'open' ? paths.bids() : `${paths.bids()}?view=${tab.view}`}
            aria-current={tab.view === view ? 'page' : undefined}
          >
            {t(tab.label)}
          </Link>
        ))}
      </nav>
      {view === 'own' && buyer ? (
        <More id="listOwnBids" given={{ query: {} }} empty={<Nothing />}>
          {(items) => <List bids={items} />}
        </More>
      ) : view === 'queue' && operator ? (
        <More id="listBidQueue" given={{ query: {} }} empty={<Nothing />}>
          {(items) => <List bids={items} />}
        </More>
      ) : (
        <More
          id="listBids"
          given={{ query: { state: view === 'matched' || view === 'closed' ? view : 'open' } }}
          empty={<Nothing />}
        >
          {(items) => <List bids={items} />}
        </More>
      )}
    </>
  );
}

function List({ bids }: { bids: readonly BidCard[] }) {
  const t = useT();
  const title = useTitle();
  return (
    <ul className="list">
      {bids.map((bid) => (
        <li key={bid.id} className="entry">
          <div className="row">
            <h2>
              <Link to={paths.bid(bid.id)}>{bid.title}</Link>
            </h2>
            <State of="bid" state={bid.state} />
          </div>
          <div className="meta">
            <span>{title(bid.buyer)}</span>
            <span>{t(sectors[bid.sector as keyof typeof sectors])}</span>
            <span>{t(purposeLabels[bid.purpose])}</span>
            <span>
              {t({ vi: 'đến', en: 'until' })} {date(bid.closesOn)}
            </span>
            <span>
              {bid.answers} {t({ vi: 'trả lời', en: bid.answers === 1 ? 'answer' : 'answers' })}
            </span>
            <span>{bid.budgetVnd === null ? t({ vi: 'chờ báo giá', en: 'open price' }) : money(bid.budgetVnd)}</span>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Nothing() {
  const t = useT();
  return (
    <Empty title={{ vi: 'Chưa có chào mua nào ở đây', en: 'There is no bid here' }}>
      <p>
        {t({
          vi: 'Bên mua viết chào mua khi không tìm thấy dữ liệu trong danh mục.',
          en: 'Buyers write one when the catalogue does not have what they need.',
        })}
      </p>
    </Empty>
  );
}
