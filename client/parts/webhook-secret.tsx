import { useT } from '../i18n';
import { Button, Callout } from '../ui/parts';

/** A secret that is shown this once. */
export function WebhookSecret({ secret }: { secret: string }) {
  const t = useT();
  if (secret === '') return null;
  return (
    <Callout
      tone="good"
      title={t({ vi: 'Chép khóa này ngay: nó chỉ hiện một lần.', en: 'Copy this secret now: it is shown once.' })}
    >
      <div className="row">
        <code className="url">{secret}</code>
        <Button small onClick={() => void navigator.clipboard.writeText(secret)}>
          {t({ vi: 'Chép', en: 'Copy' })}
        </Button>
      </div>
    </Callout>
  );
}
