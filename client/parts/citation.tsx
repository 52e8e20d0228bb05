import { useState } from 'react';
import type { DatasetView } from '../../contracts/catalogue';
import { type Cited, citeApa, citeBibtex } from '../../contracts/citation';
import { useT, useTitle } from '../i18n';
import { paths } from '../paths';
import { Button, Section } from '../ui/parts';

/** How the exact revision on the page is cited. */
export function Citation({ dataset }: { dataset: DatasetView }) {
  const t = useT();
  const title = useTitle();
  const revision = dataset.currentRevision;
  if (!revision?.publishedAt) return null;
  const cited: Cited = {
    title: title(dataset),
    provider: title(dataset.provider),
    exchange: `Datasan, ${location.host}`,
    publishedAt: revision.publishedAt,
    revision,
    url: new URL(paths.dataset(dataset.id), location.origin).href,
    sha256: revision.files.map((file) => file.sha256),
  };
  return (
    <Section title={{ vi: 'Trích dẫn', en: 'Cite' }}>
      <Copyable label="APA" text={citeApa(cited)} />
      <details>
        <summary>BibTeX</summary>
        <Copyable label="BibTeX" text={citeBibtex(cited)} />
      </details>
      <p className="faint">
        {t({
          vi: `Trích dẫn nêu đúng phiên bản ${revision.number}; phiên bản sau có trích dẫn riêng.`,
          en: `The citation names exactly revision ${revision.number}; a later one has its own.`,
        })}
      </p>
    </Section>
  );
}

function Copyable({ label, text }: { label: string; text: string }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  return (
    <div className="stack">
      <pre className="citation">{text}</pre>
      <div>
        <Button
          kind="quiet"
          label={`${t({ vi: 'Chép', en: 'Copy' })} ${label}`}
          onClick={() =>
            void navigator.clipboard.writeText(text).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }
        >
          {copied ? t({ vi: 'Đã chép', en: 'Copied' }) : t({ vi: 'Chép', en: 'Copy' })}
        </Button>
      </div>
    </div>
  );
}
