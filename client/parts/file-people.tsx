import { type FormEvent, useState } from 'react';
import type { Answer } from '../../contracts/calls';
import type { TransactionFileView } from '../../contracts/inspection';
import type { ProblemBody } from '../../contracts/problems';
import { asProblem, call } from '../api';
import { useT, useTitle } from '../i18n';
import { formText, TextArea } from '../ui/fields';
import { Button, Dialog, Problem } from '../ui/parts';

type Masked = TransactionFileView['people'][number];
type Clear = Answer<'unmaskPerson'>;

/** Who took part, masked. What is shown in clear is kept on this screen alone, and gone with it. */
export function FilePeople({ orderId, people }: { orderId: string; people: readonly Masked[] }) {
  const t = useT();
  const title = useTitle();
  const [asked, setAsked] = useState<Masked | null>(null);
  const [clear, setClear] = useState<Record<string, Clear>>({});
  const did = {
    requested: { vi: 'gửi yêu cầu', en: 'requested' },
    signed: { vi: 'ký', en: 'signed' },
    downloaded: { vi: 'tải dữ liệu', en: 'downloaded' },
    acted: { vi: 'thao tác khác', en: 'acted' },
  };
  const head = {
    email: { vi: 'Email', en: 'E-mail' },
    organisation: { vi: 'Tổ chức', en: 'Organisation' },
    did: { vi: 'Đã làm', en: 'Did' },
  };
  return (
    <>
      <p className="soft">
        {t({
          vi: 'Thông tin cá nhân được che. Xem rõ một người phải nêu lý do; việc đó được ghi vào sổ.',
          en: 'Personal details are masked. To see one person in clear, say why; it goes on the record.',
        })}
      </p>
      <table className="table cards">
        <thead>
          <tr>
            <th scope="col">{t({ vi: 'Người', en: 'Person' })}</th>
            <th scope="col">{t(head.email)}</th>
            <th scope="col">{t(head.organisation)}</th>
            <th scope="col">{t(head.did)}</th>
            <th scope="col" className="number">
              <span className="visually-hidden">{t({ vi: 'Xem rõ', en: 'Unmask' })}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((one) => (
            <tr key={one.person}>
              <td>
                {clear[one.person]?.name ?? one.name} <code className="faint">{one.memberId}</code>
              </td>
              <td data-label={t(head.email)}>{clear[one.person]?.email ?? one.email}</td>
              <td data-label={t(head.organisation)}>{title(one.organisation)}</td>
              <td data-label={t(head.did)}>{one.did.map((what) => t(did[what])).join(', ')}</td>
              <td className="number">
                {clear[one.person] ? null : (
                  <Button
                    small
                    onClick={() => setAsked(one)}
                    label={t({ vi: `Xem rõ ${one.name} ${one.memberId}`, en: `Unmask ${one.name} ${one.memberId}` })}
                  >
                    {t({ vi: 'Xem rõ', en: 'Unmask' })}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Unmask
        orderId={orderId}
        asked={asked}
        close={() => setAsked(null)}
        show={(one) => setClear({ ...clear, [one.person]: one })}
      />
    </>
  );
}

type UnmaskProps = { orderId: string; asked: Masked | null; close: () => void; show: (one: Clear) => void };

function Unmask({ orderId, asked, close, show }: UnmaskProps) {
  const t = useT();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ProblemBody | null>(null);
  const done = () => {
    setProblem(null);
    close();
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!asked) return;
    const reason = formText(event.currentTarget)('reason');
    setPending(true);
    try {
      // Not through the cache of answers: nothing in clear stays behind.
      show(await call('unmaskPerson', { params: { id: orderId, person: asked.person }, body: { reason } }));
      done();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setPending(false);
    }
  };
  const title = `${t({ vi: 'Xem rõ', en: 'Unmask' })} ${asked?.name ?? ''}`;
  return (
    <Dialog open={asked !== null} onClose={done} title={title}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <TextArea
          name="reason"
          label={t({ vi: 'Lý do', en: 'Reason' })}
          required
          hint={t({
            vi: 'Ít nhất 10 ký tự. Người giám sát của cơ quan bạn sẽ thấy.',
            en: 'At least 10 characters. Your supervisor will see it.',
          })}
        />
        <Problem problem={problem} />
        <div className="row">
          <Button type="submit" kind="primary" pending={pending}>
            {t({ vi: 'Xem rõ', en: 'Unmask' })}
          </Button>
          <Button kind="quiet" onClick={done}>
            {t({ vi: 'Quay lại', en: 'Back' })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
