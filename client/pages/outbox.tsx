import { useSearchParams } from 'react-router';
import { useData } from '../api';
import { dateTime } from '../format';
import { useT } from '../i18n';
import { Empty, PageHead } from '../ui/parts';

export default function Outbox() {
  const t = useT();
  const [search] = useSearchParams();
  const to = search.get('to') ?? '';
  const mails = useData('listOutbox', { query: to === '' ? {} : { to } }).items;
  return (
    <>
      <PageHead
        title={t({ vi: 'Hộp thư đi', en: 'Outbox' })}
        lead={t({
          vi: 'Sàn trình diễn không gửi thư; thư nằm ở đây để bạn mở liên kết.',
          en: 'A demonstration sends no mail; it is kept here so that you can open its links.',
        })}
      />
      {mails.length === 0 ? (
        <Empty title={{ vi: 'Chưa có thư nào', en: 'There is no mail' }} />
      ) : (
        <ul className="list">
          {mails.map((mail) => (
            <li key={mail.id} className="entry">
              <h2>{mail.subject}</h2>
              <div className="meta">
                <span>{mail.to}</span>
                <span>{dateTime(mail.sentAt)}</span>
              </div>
              <p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {mail.text.split(/(https?:\/\/\S+)/).map((part, index) =>
                  part.startsWith('http') ? (
                    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed text
                    <a key={index} href={part}>
                      {part}
                    </a>
                  ) : (
                    part
                  ),
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
