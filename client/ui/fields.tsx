import { type ReactNode, useId } from 'react';

type Common = { label: string; hint?: ReactNode; wrong?: string | undefined; required?: boolean };

function Frame({ label, hint, wrong, required, id, children }: Common & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {required ? <span aria-hidden="true"> *</span> : null}
      </label>
      {children}
      {hint ? (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
      {wrong ? (
        <span className="wrong" id={`${id}-wrong`}>
          {wrong}
        </span>
      ) : null}
    </div>
  );
}

function wiring(id: string, { hint, wrong, required }: Common) {
  const described = [hint ? `${id}-hint` : '', wrong ? `${id}-wrong` : ''].filter(Boolean).join(' ');
  return {
    id,
    className: 'input',
    required: required ?? false,
    'aria-invalid': wrong !== undefined,
    ...(described === '' ? {} : { 'aria-describedby': described }),
  };
}

type TextProps = Common & {
  name: string;
  type?: 'text' | 'email' | 'password' | 'number' | 'date' | 'datetime-local' | 'search' | 'url';
  defaultValue?: string | number | undefined;
  autoComplete?: string;
  minLength?: number;
  maxLength?: number;
  min?: number;
  max?: number;
  step?: number;
  onType?: (value: string) => void;
};

/** A line of text, a number or a date, with label, hint and error joined to it for screen readers. */
export function TextField({
  name,
  type = 'text',
  defaultValue,
  autoComplete,
  minLength,
  maxLength,
  min,
  max,
  step,
  onType,
  ...common
}: TextProps) {
  const id = useId();
  return (
    <Frame {...common} id={id}>
      <input
        {...wiring(id, common)}
        {...{ name, type, defaultValue, autoComplete, minLength, maxLength, min, max, step }}
        {...(onType ? { onInput: (event) => onType(event.currentTarget.value) } : {})}
      />
    </Frame>
  );
}

export function TextArea({
  name,
  defaultValue,
  rows = 4,
  ...common
}: Common & { name: string; defaultValue?: string | undefined; rows?: number }) {
  const id = useId();
  return (
    <Frame {...common} id={id}>
      <textarea {...wiring(id, common)} name={name} defaultValue={defaultValue} rows={rows} />
    </Frame>
  );
}

export type Option = { value: string; label: string };

type SelectProps = Common & {
  name: string;
  options: readonly Option[];
  defaultValue?: string | undefined;
  onChoose?: (value: string) => void;
};

export function SelectField({ name, options, defaultValue, onChoose, ...common }: SelectProps) {
  const id = useId();
  return (
    <Frame {...common} id={id}>
      <select
        {...wiring(id, common)}
        name={name}
        defaultValue={defaultValue}
        {...(onChoose ? { onChange: (event) => onChoose(event.target.value) } : {})}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

export function Check({
  name,
  value,
  label,
  defaultChecked,
  required,
}: {
  name: string;
  value?: string;
  label: ReactNode;
  defaultChecked?: boolean;
  required?: boolean;
}) {
  const id = useId();
  return (
    <div className="check">
      <input
        id={id}
        type="checkbox"
        name={name}
        value={value ?? 'on'}
        defaultChecked={defaultChecked}
        required={required}
      />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}

/** Several boxes under one question. */
export function CheckGroup({ legend, hint, children }: { legend: string; hint?: string; children: ReactNode }) {
  return (
    <fieldset className="field">
      <legend>{legend}</legend>
      {hint ? <span className="hint">{hint}</span> : null}
      {children}
    </fieldset>
  );
}

/** What was typed into a form, by name; every value a trimmed string. */
export function formText(form: HTMLFormElement): (name: string) => string {
  const data = new FormData(form);
  return (name) => String(data.get(name) ?? '').trim();
}
