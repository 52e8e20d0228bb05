import { Link } from 'react-router';
import { useCompared } from '../comparing';
import { useT } from '../i18n';
import { paths } from '../paths';
import { Button } from '../ui/parts';

/** Puts a dataset beside others, and leads to where they stand side by side. */
export function CompareButton({ id }: { id: string }) {
  const t = useT();
  const { ids, toggle } = useCompared();
  return (
    <div className="row">
      <Button onClick={() => toggle(id)}>
        {ids.includes(id)
          ? t({ vi: 'Đang so sánh ✓', en: 'Being compared ✓' })
          : t({ vi: 'Thêm vào so sánh', en: 'Add to comparison' })}
      </Button>
      {ids.length > 0 ? (
        <Link to={paths.compare(ids)}>
          {t({ vi: `So sánh ${ids.length} bộ dữ liệu`, en: `Compare ${ids.length}` })}
        </Link>
      ) : null}
    </div>
  );
}
