import { type FormEvent, useState } from 'react';
import type { ReviewView } from '../../contracts/gate';
import { articles } from '../../contracts/scheme/articles';
import { decisionCodes } from '../../contracts/scheme/pilot-2026';
import { useAct } from '../api';
import { useT } from '../i18n';
import { formText, TextArea } from '../ui/fields';
import { Badge, Button, Callout, Dialog, Problem, type Tone } from '../ui/parts';

type Finding = ReviewView['findings'][number];

const tones: Record<Finding['severity'], Tone> = { block: 'bad', review: 'warn', note: 'neutral' };
const names: Record<Finding['severity'], { vi: string; en: string }> = {
  block: { vi: 'Chặn', en: 'Blocks' },
  review: { vi: 'Người thẩm định xem', en: 'For the reviewer' },
  note: { vi: 'Lưu ý', en: 'Note' },
};

/** What the scheme says of a listing, what blocks first: the sentence, the article, and what would mend it. */
export function Checklist({ review, contest = false }: { review: ReviewView; contest?: boolean }) {
  const t = useT();
  const [asked, setAsked] = useState<Finding | null>(null);
  const blocking = review.findings.filter((one) => one.severity === 'block' && !one.overridden).length;
  const proposed = new Set(review.overrides.filter((one) => one.state === 'proposed').map((one) => one.finding.key));
  return (
    <div className="stack">
      <Callout tone={blocking === 0 ? 'good' : 'warn'}>
        {blocking === 0
          ? t({ vi: 'Không còn điều gì chặn hồ sơ.', en: 'Nothing blocks the listing.' })
          : t({
              vi: `Còn ${blocking} điều phải sửa trước khi gửi.`,
              en: `${blocking} to mend before it is submitted.`,
            })}
      </Callout>
      <ul className="findings">
        {review.findings.map((one) => (
          <li key={one.key} className="finding">
            <span className="row">
              <Badge tone={one.overridden ? 'neutral' : tones[one.severity]}>
                {one.overridden ? t({ vi: 'Hai người đã bỏ qua', en: 'Set aside by two' }) : t(names[one.severity])}
              </Badge>
              <span className="faint">{t(articles[one.article])}</span>
            </span>
            <span>{t(one.sentence)}</span>
            <span className="soft">{t(one.mend)}</span>
            {one.code ? <span className="faint">{t(decisionCodes[one.code])}</span> : null}
            {contest && one.overridable && !one.overridden ? (
              proposed.has(one.key) ? (
                <span className="faint">
                  {t({ vi: 'Đã đề nghị, chờ người thứ hai.', en: 'Contested; a second person decides.' })}
                </span>
              ) : (
                <span>
                  <Button small kind="quiet" onClick={() => setAsked(one)}>
                    {t({ vi: 'Phát hiện này sai?', en: 'Is this wrong?' })}
                  </Button>
                </span>
              )
            ) : null}
          </li>
        ))}
      </ul>
      <Contest datasetId={review.datasetId} finding={asked} close={() => setAsked(null)} />
    </div>
  );
}

function Contest({ datasetId, finding, close }: { datasetId: string; finding: Finding | null; close: () => void }) {
  const t = useT();
  const propose = useAct('proposeOverride');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const argument = formText(event.currentTarget)('argument');
    const body = { key: finding?.key ?? '', argument };
    void propose
      .run({ params: { id: datasetId }, body })
      .then(close)
      .catch(() => null);
  };
  return (
    <Dialog
      open={finding !== null}
      onClose={close}
      title={t({ vi: 'Đề nghị bỏ qua phát hiện', en: 'Contest a finding' })}
    >
      <form className="stack" onSubmit={submit}>
        <p>{finding ? t(finding.sentence) : ''}</p>
        <TextArea
          name="argument"
          required
          label={t({ vi: 'Vì sao phát hiện này sai', en: 'Why it is wrong' })}
          hint={t({
            vi: 'Ít nhất 20 ký tự. Người thứ hai quyết định; cơ quan quản lý thấy cả hai.',
            en: 'At least 20 characters. A second person decides; the regulator sees both.',
          })}
        />
        <Problem problem={propose.problem} />
        <div className="row">
          <Button type="submit" kind="primary" pending={propose.pending}>
            {t({ vi: 'Gửi đề nghị', en: 'Send' })}
          </Button>
          <Button kind="quiet" onClick={close}>
            {t({ vi: 'Quay lại', en: 'Back' })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
