/** The states a screen may be in besides full: loading, empty, refused. None is a blank. */
import type { ReactNode } from 'react';
import { Refused } from '../api/client.ts';
import { useI18n } from '../i18n/index.tsx';
import { useProblem } from '../i18n/problem.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

export function Loading() {
  const { t } = useI18n();
  return (
    <p className="state soft" role="status">
      {t('state.loading')}
    </p>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <p>
        <strong>{title}</strong>
      </p>
      {children ? <div className="soft">{children}</div> : null}
    </div>
  );
}

export function Failure({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useI18n();
  const problem = useProblem();
  const forbidden = error instanceof Refused && error.status === 403;
  return (
    <div className="state" role="alert">
      <p>
        <Icon name="warning" /> <strong>{forbidden ? t('state.forbidden') : t('state.failed')}</strong>
      </p>
      <p className="soft">{problem(error)}</p>
      {again && !forbidden ? <Button onClick={again}>{t('do.again')}</Button> : null}
    </div>
  );
}
