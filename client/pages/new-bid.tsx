import { useNavigate } from 'react-router';
import { useAct } from '../api';
import { useT } from '../i18n';
import { BidForm } from '../parts/bid-form';
import { paths } from '../paths';
import { PageHead } from '../ui/parts';

export default function NewBid() {
  const t = useT();
  const create = useAct('createBid');
  const navigate = useNavigate();
  return (
    <>
      <PageHead
        title={t({ vi: 'Viết chào mua', en: 'Write a bid' })}
        lead={t({
          vi: 'Lưu thành bản nháp; đơn vị vận hành kiểm duyệt sau khi bạn gửi.',
          en: 'It is kept as a draft; the operator moderates it once you submit it.',
        })}
      />
      <BidForm
        problem={create.problem}
        pending={create.pending}
        button={t({ vi: 'Lưu bản nháp', en: 'Save the draft' })}
        save={(body) =>
          void create
            .run({ body })
            .then(({ id }) => navigate(paths.bid(id)))
            .catch(() => null)
        }
      />
    </>
  );
}
