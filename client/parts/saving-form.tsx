import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { DatasetPatch, DatasetView } from '../../contracts/catalogue';
import type { ProblemBody } from '../../contracts/problems';
import { useAct } from '../api';
import { useT } from '../i18n';
import { Problem } from '../ui/parts';

type Props = {
  dataset: DatasetView;
  read: (form: HTMLFormElement) => DatasetPatch;
  children: (problem: ProblemBody | null) => ReactNode;
};

const pauseMs = 700;

/** A part of the listing that saves itself a moment after the last keystroke, one save after another. */
export function SavingForm({ dataset, read, children }: Props) {
  const t = useT();
  const edit = useAct('editDataset');
  const [saved, setSaved] = useState(true);
  const form = useRef<HTMLFormElement>(null);
  const version = useRef(dataset.version);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<Promise<unknown>>(Promise.resolve());
  version.current = Math.max(version.current, dataset.version);
  const save = () => {
    clearTimeout(waiting.current);
    waiting.current = undefined;
    const { current } = form;
    if (!current) return;
    const body = read(current);
    running.current = running.current.then(async () => {
      try {
        const edited = await edit.run({ params: { id: dataset.id }, body }, { version: version.current });
        version.current = edited.version;
        if (waiting.current === undefined) setSaved(true);
      } catch {
        // The refusal is shown below; what is typed stays, and the next keystroke saves again.
      }
    });
  };
  const soon = () => {
    setSaved(false);
    clearTimeout(waiting.current);
    waiting.current = setTimeout(save, pauseMs);
  };
  const latest = useRef(save);
  latest.current = save;
  // Whoever goes to the next step at once loses nothing.
  useEffect(
    () => () => {
      if (waiting.current !== undefined) latest.current();
    },
    [],
  );
  return (
    <form
      ref={form}
      className="form"
      noValidate
      onInput={soon}
      onChange={soon}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save();
      }}
      onBlur={() => (waiting.current === undefined ? undefined : save())}
    >
      {children(edit.problem)}
      <Problem problem={edit.problem} />
      <p className="faint" role="status" data-saved={saved}>
        {edit.problem
          ? t({ vi: 'Chưa lưu được; hãy sửa chỗ được báo.', en: 'Not saved; mend what is named.' })
          : saved
            ? t({ vi: 'Mọi thay đổi đã được lưu.', en: 'Every change is saved.' })
            : t({ vi: 'Đang lưu …', en: 'Saving …' })}
      </p>
    </form>
  );
}
