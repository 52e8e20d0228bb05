import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RequestView } from '../../contracts/ordering';
import type { ProblemBody } from '../../contracts/problems';
import { answerOf, asProblem, useAct } from '../api';
import { bytes } from '../format';
import { useLanguage } from '../i18n';
import { Button, Hash, Problem, Section } from '../ui/parts';

/** Papers beside a request: to read, and while it may be changed to add and take away. */
export function Attachments({ request }: { request: RequestView }) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const remove = useAct('removeAttachment');
  const [problem, setProblem] = useState<ProblemBody | null>(null);
  const [pending, setPending] = useState(false);
  if (request.attachments.length === 0 && !request.canEdit) return null;
  const at = `/api/v1/requests/${request.id}/attachments`;
  const add = async (file: File) => {
    setPending(true);
    setProblem(null);
    const body = new FormData();
    body.append('file', file);
    try {
      await answerOf(await fetch(at, { method: 'POST', body }));
      await queries.invalidateQueries();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <Section title={{ vi: 'Tài liệu kèm theo', en: 'Attachments' }}>
      <ul className="list">
        {request.attachments.map((one) => (
          <li key={one.id} className="row">
            <a href={`${at}/${one.id}`} download>
              {one.name}
            </a>
            <span className="faint">{bytes(one.bytes, language)}</span>
            <Hash value={one.sha256} />
            {request.canEdit ? (
              <Button
                kind="quiet"
                onClick={() => void remove.run({ params: { id: request.id, attachmentId: one.id } }).catch(() => null)}
              >
                {t({ vi: 'Bỏ', en: 'Remove' })}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {request.canEdit ? (
        <label className="field">
          <span>
            {t({
              vi: 'Thêm tệp (PDF, ảnh, DOCX, XLSX, CSV; tối đa 10 MB)',
              en: 'Add a file (PDF, picture, DOCX, XLSX, CSV; at most 10 MB)',
            })}
          </span>
          <input
            type="file"
            className="input"
            disabled={pending}
            accept=".pdf,.png,.jpg,.jpeg,.txt,.csv,.docx,.xlsx"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file) void add(file);
            }}
          />
        </label>
      ) : null}
      <Problem problem={problem ?? remove.problem} />
    </Section>
  );
}
