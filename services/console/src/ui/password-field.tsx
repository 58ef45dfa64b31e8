/** A field for a password; the caller says by `autoComplete` whether it is the present one or a new one. */
import type { ComponentProps } from 'react';
import { TextField } from './field.tsx';

/** More than anybody types and less than would tire the server, which has the last word. */
const PASSWORD_CHARS = 200;

export function PasswordField(
  props: Omit<ComponentProps<typeof TextField>, 'type' | 'required' | 'maxLength'> & { autoComplete: 'current-password' | 'new-password' },
) {
  return <TextField {...props} type="password" required maxLength={PASSWORD_CHARS} />;
}
