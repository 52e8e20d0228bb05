import { useNavigate, useSearchParams } from 'react-router';
import { useAct } from '../api';
import { useT } from '../i18n';
import { IncidentForm, localOf, momentOf } from '../parts/incident-form';
import { paths } from '../paths';
import { TextField } from '../ui/fields';
import { PageHead } from '../ui/parts';

export default function NewIncident() {
  const t = useT();
  const [search] = useSearchParams();
  const open = useAct('openIncident');
  const navigate = useNavigate();
  return (
    <>
      <PageHead
        title={t({ vi: 'Ghi nhận sự cố', en: 'Enter an incident' })}
        lead={t({
          vi: '72 giờ tính từ lúc phát hiện. Ghi nhận ngay; các mục khác bổ sung sau.',
          en: 'The 72 hours run from the detection. Enter it at once; the rest can be filled in later.',
        })}
      />
      <IncidentForm
        report={null}
        problem={open.problem}
        pending={open.pending}
        button={t({ vi: 'Ghi nhận', en: 'Enter' })}
        save={(report, text) => {
          const datasetId = text('datasetId');
          const detectedAt = momentOf(text('detectedAt')) ?? '';
          void open
            .run({ body: { ...(datasetId === '' ? {} : { datasetId }), detectedAt, report } })
            .then(({ id }) => navigate(paths.incident(id)))
            .catch(() => null);
        }}
      >
        <TextField
          name="detectedAt"
          type="datetime-local"
          required
          label={t({ vi: 'Phát hiện lúc (giờ Việt Nam)', en: 'Detected at (UTC+7)' })}
          defaultValue={localOf(new Date().toISOString())}
        />
        <TextField
          name="datasetId"
          label={t({ vi: 'Mã bộ dữ liệu liên quan', en: 'Id of the dataset concerned' })}
          hint="ds_…"
          defaultValue={search.get('dataset') ?? ''}
        />
      </IncidentForm>
    </>
  );
}
