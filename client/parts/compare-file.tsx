import { type DragEvent, useRef, useState } from 'react';
import { toHex } from '../../contracts/proofs';
import { sha256 } from '../crypto';
import { useT } from '../i18n';
import { Button, Callout, Section } from '../ui/parts';

/** Drop a PDF: its SHA-256 is computed here and compared with the logged one. The file does not leave the browser. */
export function CompareFile({ expected }: { expected: string }) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [compared, setCompared] = useState<{ name: string; hash: string } | null>(null);
  const compare = async (file: File | undefined) => {
    if (!file) return;
    setCompared({ name: file.name, hash: toHex(await sha256(new Uint8Array(await file.arrayBuffer()))) });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void compare(event.dataTransfer.files[0]);
  };
  return (
    <Section title={{ vi: 'So tệp PDF', en: 'Compare the PDF' }}>
      <div className="stack">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button inside does the same */}
        <div
          className={over ? 'drop over' : 'drop'}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <div className="stack">
            <p className="soft">
              {t({
                vi: 'Thả tệp PDF vào đây. Tệp không rời khỏi máy của bạn.',
                en: 'Drop the PDF here. The file does not leave your machine.',
              })}
            </p>
            <div>
              <Button onClick={() => input.current?.click()}>{t({ vi: 'Chọn tệp', en: 'Choose a file' })}</Button>
            </div>
            <input
              ref={input}
              type="file"
              accept="application/pdf"
              hidden
              aria-label={t({ vi: 'Tệp PDF của chứng nhận', en: 'PDF of the certificate' })}
              onChange={(event) => {
                void compare(event.target.files?.[0]);
                // The same file, changed meanwhile, may be chosen again.
                event.target.value = '';
              }}
            />
          </div>
        </div>
        {compared ? (
          <Callout
            tone={compared.hash === expected ? 'good' : 'bad'}
            title={
              compared.hash === expected
                ? t({ vi: 'Đúng tệp đã được ghi vào sổ', en: 'This is the file that was logged' })
                : t({ vi: 'Không phải tệp đã được ghi vào sổ', en: 'This is not the file that was logged' })
            }
          >
            <p>{compared.name}</p>
            <code>{compared.hash}</code>
          </Callout>
        ) : null}
      </div>
    </Section>
  );
}
