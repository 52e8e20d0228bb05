import type { DatasetView } from '../../contracts/catalogue';
import { useAct } from '../api';
import { useT } from '../i18n';
import { useSession } from '../session';
import { Button } from '../ui/parts';

/** Lets a signed-in member hear of new revisions, or no more. */
export function Follow({ dataset }: { dataset: DatasetView }) {
  const t = useT();
  const { member } = useSession();
  const follow = useAct('followDataset');
  if (member === null || dataset.own) return null;
  const { id, follows } = dataset;
  return (
    <Button
      pending={follow.pending}
      onClick={() => void follow.run({ params: { id }, body: { follows: !follows } }).catch(() => null)}
    >
      {follows
        ? t({ vi: 'Bỏ theo dõi', en: 'Unfollow' })
        : t({ vi: 'Theo dõi phiên bản mới', en: 'Follow new revisions' })}
    </Button>
  );
}
