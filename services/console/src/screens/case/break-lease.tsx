/** Taking a forgotten hold away, with a reason that is kept. */
import { useState } from 'react';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { FormDialog, type FormSpec } from './form-dialog.tsx';
import type { Acting } from './runner.ts';

const BREAK: FormSpec = { name: 'lease.break', fields: [{ name: 'reason', label: 'field.reason', kind: 'area' }] };

export function BreakLease({ id, name, work }: { id: number; name: string; work: Pick<Acting, 'act' | 'busy'> }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} disabled={work.busy}>
        {t('lease.break')}…
      </Button>
      {open ? (
        <FormDialog spec={BREAK} about={t('lease.break_about', { name })} path={`/v1/cases/${id}/break-lease`} work={work} close={() => setOpen(false)} />
      ) : null}
    </>
  );
}
