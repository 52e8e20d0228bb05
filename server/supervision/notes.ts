import type { Bilingual, Language } from '../../contracts/common.js';
import type { Note } from '../../contracts/notifications.js';
import { legalGrounds } from '../../contracts/scheme/pilot-2026.js';
import type { LegalGround } from '../../contracts/supervision.js';
import type { Hold } from '../lifecycle/tables.js';
import type { Held } from './held.js';
import type { Incident } from './tables.js';

/** What was frozen, held or set free; why, for whose own it is. Pure. */
export function holdNote(hold: Hold, held: Held, by: 'regulator' | 'operator', why: boolean): Note {
  const [vi, en] = words(hold, by);
  const ground = legalGrounds[hold.ground as LegalGround];
  const reason = hold.liftReason ?? hold.reason;
  const because = {
    vi: why ? `\nCăn cứ: ${ground.vi}\nLý do: ${reason}` : '',
    en: why ? `\nGround: ${ground.en}\nReason: ${reason}` : '',
  };
  return {
    title: { vi: `${vi} – ${held.titleVi}`, en: `${en} – ${held.titleEn}` },
    text: {
      vi: `${vi}: “${held.titleVi}” (${held.id}).${because.vi}`,
      en: `${en}: “${held.titleEn}” (${held.id}).${because.en}`,
    },
    path: pages[held.kind]?.(held.id) ?? '/',
  };
}

const pages: Partial<Record<Held['kind'], (id: string) => string>> = {
  organisation: () => '/organisation',
  dataset: (id) => `/datasets/${id}`,
  order: (id) => `/orders/${id}`,
};

function words({ freezes, liftedAt }: Hold, by: 'regulator' | 'operator'): [vi: string, en: string] {
  const [vi, en] =
    by === 'operator' ? ['Đơn vị vận hành', 'The operator'] : (['Cơ quan quản lý', 'The regulator'] as const);
  if (!freezes) {
    return liftedAt
      ? [`${vi} gỡ lệnh lưu giữ`, `${en} has lifted a legal hold`]
      : [`${vi} yêu cầu lưu giữ`, `${en} has ordered a legal hold`];
  }
  return liftedAt ? [`${vi} gỡ tạm dừng`, `${en} has lifted a freeze`] : [`${vi} tạm dừng`, `${en} has frozen this`];
}

/** The notice to an organisation that was delivered the data (Law on Data, Art. 25(3)). Pure. */
export function affectedNote(incident: Incident, dataset: (Bilingual & { id: string }) | null): Note {
  const { id, report, detectedAt } = incident;
  const title = { vi: dataset?.vi ?? '', en: dataset?.en ?? '' };
  const facts = (language: Language) =>
    [
      [{ vi: 'Phát hiện', en: 'Detected' }, detectedAt.toISOString()],
      [{ vi: 'Sự cố', en: 'Incident' }, report.title],
      [{ vi: 'Diễn biến', en: 'What happened' }, report.act],
      [{ vi: 'Dữ liệu', en: 'Data' }, report.dataKinds],
      [{ vi: 'Ảnh hưởng', en: 'Effect' }, report.effect],
      [{ vi: 'Biện pháp', en: 'Measures' }, report.measures],
      [{ vi: 'Liên hệ', en: 'Contact' }, report.dpoContact],
    ].flatMap(([name, value]) => (value === '' ? [] : [`${(name as Bilingual)[language]}: ${value as string}`]));
  return {
    title: { vi: `Thông báo sự cố dữ liệu – ${title.vi}`, en: `Notice of a data incident – ${title.en}` },
    text: {
      vi: [`Bộ dữ liệu “${title.vi}” mà tổ chức của bạn đã nhận liên quan đến một sự cố (${id}).`, ...facts('vi')].join(
        '\n',
      ),
      en: [
        `The dataset “${title.en}” that your organisation was delivered is concerned by an incident (${id}).`,
        ...facts('en'),
      ].join('\n'),
    },
    path: dataset === null ? null : `/datasets/${dataset.id}`,
  };
}
