import type { FormEvent } from 'react';
import { useAct, useData } from '../api';
import { date } from '../format';
import { useT } from '../i18n';
import { formText, SelectField, TextField } from '../ui/fields';
import { Badge, Button, Problem, Section } from '../ui/parts';

/** The working calendar, kept by the operator: days off on weekdays, and Saturdays worked in exchange. */
export function Holidays() {
  const t = useT();
  const { items } = useData('listHolidays', {});
  const set = useAct('setHoliday');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = formText(form);
    const body = { kind: text('kind') as 'off', name: text('name') };
    void set
      .run({ params: { day: text('day') }, body })
      .then(() => form.reset())
      .catch(() => null);
  };
  const today = new Date().toISOString().slice(0, 10);
  const ahead = items.filter((one) => one.day >= today);
  return (
    <Section title={{ vi: 'Lịch ngày làm việc', en: 'Working calendar' }}>
      <div className="stack">
        <p className="soft">
          {t({
            vi: 'Thời hạn tính theo ngày làm việc bỏ qua thứ Bảy, Chủ nhật và các ngày nghỉ dưới đây. Thời hạn đang chạy giữ nguyên.',
            en: 'Clocks in working days leave out Saturdays, Sundays and the days below. Clocks that run keep their end.',
          })}
        </p>
        <ul className="list plain">
          {ahead.map((one) => (
            <li key={one.day} className="meta">
              <strong>{date(`${one.day}T00:00:00+07:00`)}</strong>
              <Badge tone={one.kind === 'off' ? 'info' : 'warn'}>
                {one.kind === 'off' ? t({ vi: 'nghỉ', en: 'off' }) : t({ vi: 'làm bù', en: 'worked' })}
              </Badge>
              <span>{one.name}</span>
            </li>
          ))}
        </ul>
        <form className="panel stack" onSubmit={submit}>
          <TextField name="day" type="date" required label={t({ vi: 'Ngày', en: 'Day' })} />
          <SelectField
            name="kind"
            label={t({ vi: 'Loại', en: 'Kind' })}
            options={[
              { value: 'off', label: t({ vi: 'Nghỉ', en: 'Day off' }) },
              { value: 'working', label: t({ vi: 'Làm bù', en: 'Worked in exchange' }) },
              { value: 'none', label: t({ vi: 'Bỏ khỏi lịch', en: 'Take off the calendar' }) },
            ]}
          />
          <TextField name="name" required minLength={2} maxLength={100} label={t({ vi: 'Tên', en: 'Name' })} />
          <Problem problem={set.problem} />
          <div>
            <Button type="submit" pending={set.pending}>
              {t({ vi: 'Ghi vào lịch', en: 'Enter' })}
            </Button>
          </div>
        </form>
      </div>
    </Section>
  );
}
