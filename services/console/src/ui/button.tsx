import type { ComponentProps, ReactNode } from 'react';

type Props = Omit<ComponentProps<'button'>, 'type'> & {
  look?: 'primary' | 'plain' | 'danger';
  /** The letter that does the same, shown on the button. */
  hotkey?: string;
  submit?: boolean;
  children: ReactNode;
};

/** Every key is also a labelled button. */
export function Button({ look, hotkey, submit = false, children, className, ...rest }: Props) {
  return (
    <button type={submit ? 'submit' : 'button'} className={['button', look, className].filter(Boolean).join(' ')} aria-keyshortcuts={hotkey} {...rest}>
      {hotkey === undefined ? (
        children
      ) : (
        <>
          <span>{children}</span>
          <span className="kbd" aria-hidden="true">
            {hotkey}
          </span>
        </>
      )}
    </button>
  );
}
