/** Fields with their label above and their fault below. */
import { type ComponentProps, type ReactNode, useId } from 'react';

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
}

export function TextField({ label, hint, error, ...rest }: FieldProps & ComponentProps<'input'>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} aria-invalid={error ? true : undefined} aria-describedby={error || hint ? `${id}-more` : undefined} {...rest} />
      <More id={`${id}-more`} hint={hint} error={error} />
    </div>
  );
}

export function TextArea({ label, hint, error, ...rest }: FieldProps & ComponentProps<'textarea'>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea id={id} aria-invalid={error ? true : undefined} aria-describedby={error || hint ? `${id}-more` : undefined} {...rest} />
      <More id={`${id}-more`} hint={hint} error={error} />
    </div>
  );
}

function More({ id, hint, error }: { id: string; hint?: ReactNode; error?: string | undefined }) {
  if (error)
    return (
      <p id={id} className="error">
        {error}
      </p>
    );
  return hint ? (
    <p id={id} className="soft small">
      {hint}
    </p>
  ) : null;
}

export type Options = readonly (readonly [value: string, text: string])[];
export interface OptionGroup {
  name: string;
  options: Options;
}

interface SelectProps {
  label: string;
  /** The label is for screen readers alone: the chosen value says what it is. */
  quiet?: boolean;
  value: string;
  onChange: (value: string) => void;
  options: Options;
  groups?: readonly OptionGroup[];
  name?: string;
}

/** The platform's own list: it opens well on a phone and every screen reader knows it. */
export function Select({ label, quiet = false, value, onChange, options, groups = [], name }: SelectProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id} className={quiet ? 'hidden' : undefined}>
        {label}
      </label>
      <select id={id} name={name} value={value} onChange={(e) => onChange(e.target.value)}>
        {options.map(([v, text]) => (
          <option key={v} value={v}>
            {text}
          </option>
        ))}
        {groups.map((g) => (
          <optgroup key={g.name} label={g.name}>
            {g.options.map(([v, text]) => (
              <option key={v} value={v}>
                {text}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}
