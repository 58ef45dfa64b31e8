/** Filters kept under a name: one's own, and those a commissioner shares. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { http, read, send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { announce } from '../../app/announce.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { useProblem } from '../../i18n/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Fault } from '../../ui/fault.tsx';
import { TextField } from '../../ui/field.tsx';
import { apiFilters, type InboxFilters, readFilters, type View } from './filters.ts';

const NAME_CHARS = 60;
/** The console's own choice rides along under the filter it stands for, so that the view looks as it was saved. */
const searchOf = (filter: Record<string, unknown>): InboxFilters => {
  const first = (v: unknown) => (Array.isArray(v) ? v[0] : v);
  return readFilters({ ...filter, label: first(filter.label), phase: first(filter.phase), tampilan: viewOf(filter) });
};

function viewOf(filter: Record<string, unknown>): View {
  if (filter.holder === 'mine') return 'saya';
  if (filter.overdue === true || filter.overdue === 'true') return 'lewat';
  const states = Array.isArray(filter.state) ? filter.state : [];
  if (states.includes('FLAGGED')) return filter.holder === 'free' ? 'bebas' : 'terbuka';
  if (states.includes('CONFIRMED')) return 'dikonfirmasi';
  if (states.includes('FINDING')) return 'temuan';
  if (states.includes('FORWARDED')) return 'diteruskan';
  return states.includes('DISMISSED') ? 'bukan' : 'semua';
}

export function SavedViews({ filters, usual }: { filters: InboxFilters; usual: View }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const client = useQueryClient();
  const problem = useProblem();
  const views = useQuery(queries.views());
  const [naming, setNaming] = useState(false);
  const remove = useMutation({
    mutationFn: (id: number) => read(http.DELETE('/v1/views/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: queries.views().queryKey }),
    onError: (e) => announce(problem(e)),
  });
  return (
    <div className="views">
      {views.data?.map((v) => (
        <span key={v.id} className="view">
          <Button className="chip" onClick={() => void navigate({ to: '/antrean', search: searchOf(v.filter) })}>
            {v.shared ? t('views.shared', { name: v.name }) : v.name}
          </Button>
          {v.mine ? (
            <Button look="plain" onClick={() => remove.mutate(v.id)} aria-label={t('views.remove', { name: v.name })}>
              ×
            </Button>
          ) : null}
        </span>
      ))}
      <Button look="plain" className="small" onClick={() => setNaming(true)}>
        {t('views.save')}
      </Button>
      {naming ? <NameView filters={filters} usual={usual} close={() => setNaming(false)} /> : null}
    </div>
  );
}

function NameView({ filters, usual, close }: { filters: InboxFilters; usual: View; close: () => void }) {
  const { t } = useI18n();
  const problem = useProblem();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [error, setError] = useState('');
  const save = useMutation({
    mutationFn: () => send((headers) => http.POST('/v1/views', { body: { name, filter: apiFilters(filters, usual) }, headers })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queries.views().queryKey });
      announce(t('views.saved', { name }));
      close();
    },
    onError: (e) => setError(problem(e)),
  });
  const submit = () => (name.trim() === '' ? setError(t('views.needs_name')) : save.mutate());
  return (
    <Dialog
      title={t('views.save')}
      open
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t('do.cancel')}</Button>
          <Button look="primary" onClick={submit} disabled={save.isPending}>
            {t('do.save')}
          </Button>
        </>
      }
    >
      <p className="soft">{t('views.about')}</p>
      <TextField label={t('views.name')} value={name} maxLength={NAME_CHARS} onChange={(e) => setName(e.target.value)} />
      <Fault text={error} />
    </Dialog>
  );
}
