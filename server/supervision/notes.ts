import { legalGrounds } from '../../contracts/scheme/pilot-2026.js';
import type { LegalGround } from '../../contracts/supervision.js';
import type { Hold } from '../lifecycle/tables.js';
import type { Note } from '../notifications/notes.js';
import type { Held } from './held.js';
import type { Incident } from './tables.js';

/** What was frozen, held or set free, in both languages; why, for whose own it is. Pure. */
export function holdNote(hold: Hold, held: Held, why: boolean, url: string): Note {
  const [vi, en] = words(hold);
  const ground = legalGrounds[hold.ground as LegalGround];
  const reason = hold.liftReason ?? hold.reason;
  return {
    subject: `${vi} – ${held.titleVi}`,
    text: [
      `${vi}: “${held.titleVi}” (${held.id}).`,
      `${en}: “${held.titleEn}” (${held.id}).`,
      ...(why ? [`Căn cứ / Ground: ${ground.vi} / ${ground.en}`, `Lý do / Reason: ${reason}`] : []),
      '',
      url,
    ].join('\n'),
  };
}

function words({ freezes, liftedAt }: Hold): [vi: string, en: string] {
  if (!freezes) {
    return liftedAt
      ? ['Cơ quan quản lý gỡ lệnh lưu giữ', 'The regulator has lifted a legal hold']
      : ['Cơ quan quản lý yêu cầu lưu giữ', 'The regulator has ordered a legal hold'];
  }
  return liftedAt
    ? ['Cơ quan quản lý gỡ tạm dừng', 'The regulator has lifted a freeze']
    : ['Cơ quan quản lý tạm dừng', 'The regulator has frozen this'];
}

/** The notice to an organisation that was delivered the data (Law on Data, Art. 25(3)). Pure. */
export function affectedNote({ id, report, detectedAt }: Incident, dataset: string): Note {
  return {
    subject: `Thông báo sự cố dữ liệu / Notice of a data incident – ${dataset}`,
    text: [
      `Bộ dữ liệu “${dataset}” mà tổ chức của bạn đã nhận liên quan đến một sự cố (${id}).`,
      `The dataset “${dataset}” that your organisation was delivered is concerned by an incident (${id}).`,
      `Phát hiện / Detected: ${detectedAt.toISOString()}`,
      `Sự cố / Incident: ${report.title}`,
      ...line('Diễn biến / What happened', report.act),
      ...line('Dữ liệu / Data', report.dataKinds),
      ...line('Ảnh hưởng / Effect', report.effect),
      ...line('Biện pháp / Measures', report.measures),
      ...line('Liên hệ / Contact', report.dpoContact),
    ].join('\n'),
  };
}

const line = (name: string, value: string) => (value === '' ? [] : [`${name}: ${value}`]);
