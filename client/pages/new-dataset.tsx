import { useNavigate } from 'react-router';
import { useAct } from '../api';
import { useT } from '../i18n';
import { DatasetForm } from '../parts/dataset-form';
import { paths } from '../paths';
import { PageHead } from '../ui/parts';

export default function NewDataset() {
  const t = useT();
  const navigate = useNavigate();
  const create = useAct('createDataset');
  return (
    <>
      <PageHead
        title={t({ vi: 'Bộ dữ liệu mới', en: 'New dataset' })}
        lead={t({
          vi: 'Mô tả trước, tải tệp ở bước sau. Mọi thứ sửa được cho đến khi gửi kiểm duyệt.',
          en: 'Describe it first, upload files next. All of it can be changed until you submit it.',
        })}
      />
      <DatasetForm
        problem={create.problem}
        pending={create.pending}
        button={t({ vi: 'Lưu và tiếp tục', en: 'Save and go on' })}
        save={(body) => {
          void create
            .run({ body })
            .then((dataset) => navigate(paths.ownDataset(dataset.id)))
            .catch(() => null);
        }}
      />
    </>
  );
}
