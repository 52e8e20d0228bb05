import { useT } from '../i18n';
import { forgetLog, useLogAlarm } from '../log-memory';
import { Button, Callout } from '../ui/parts';

/** Loud and above everything: the log’s history is not the one that this browser has seen. What to do stands with it. */
export function LogAlarm() {
  const t = useT();
  const alarm = useLogAlarm();
  if (!alarm) return null;
  const evidence = `data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(alarm, null, 2))}`;
  return (
    <div className="alarm">
      <Callout
        tone="bad"
        title={t({
          vi: 'Sổ minh bạch không còn khớp với những gì trình duyệt này đã thấy',
          en: 'The transparency log no longer fits what this browser has seen',
        })}
      >
        <div className="stack">
          <p>
            {t({
              vi: 'Lịch sử đã bị viết lại, hoặc bạn đang được cho xem một sổ khác. Đừng tin các trạng thái “đã xác minh” cho đến khi việc này được làm rõ.',
              en: 'Its history was rewritten, or you are being shown another log. Rely on no “verified” until this is cleared up.',
            })}{' '}
            <code lang="en">{alarm.reason}</code>
          </p>
          <p>
            {t({
              vi: 'Việc cần làm: lưu hai điểm kiểm đã ký (bằng chứng), gửi cho cơ quan quản lý và đơn vị vận hành. Chỉ bắt đầu lại khi bạn biết chắc sàn đã được cài mới.',
              en: 'What to do: save the two signed checkpoints (they are the evidence) and send them to the regulator and the operator. Begin afresh only if you know that the exchange was installed anew.',
            })}
          </p>
          <div className="row">
            <a className="button primary" href={evidence} download="datasan-log-evidence.json">
              {t({ vi: 'Lưu bằng chứng', en: 'Save the evidence' })}
            </a>
            <Button
              kind="danger"
              onClick={() => {
                forgetLog();
                location.reload();
              }}
            >
              {t({ vi: 'Quên và bắt đầu lại', en: 'Forget, and begin afresh' })}
            </Button>
          </div>
        </div>
      </Callout>
    </div>
  );
}
