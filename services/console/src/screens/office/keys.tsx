/** Keys of programs: what each may read, how often, until when. A key itself is shown once. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { http, send } from '../../api/client.ts';
import { office } from '../../api/office-queries.ts';
import type { ApiKey } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Fault } from '../../ui/fault.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { Paged } from '../../ui/paged.tsx';
import { Empty } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import { useAct } from '../../ui/use-act.ts';

const READERS = ['system_admin', 'auditor'] as const;
const NAME_CHARS = 120;
const DAYS = ['30', '90', '365', '730'] as const;
/** Requests a minute. */
const TIERS = ['60', '600', '6000'] as const;
const OVERLAP_HOURS = ['0', '24', '72', '168'] as const;

export function Keys() {
  const { t } = useI18n();
  const { has } = useSession();
  const query = useInfiniteQuery({ ...office.keys(), enabled: has(...READERS) });
  const [adding, setAdding] = useState(false);
  return (
    <Page title={t('page.keys')} about={t('keys.about')} roles={READERS}>
      {has('system_admin') ? (
        <div>
          <Button look="primary" onClick={() => setAdding(true)}>
            {t('keys.new')}
          </Button>
        </div>
      ) : null}
      <Paged query={query} empty={<Empty title={t('keys.empty')}>{t('keys.empty_hint')}</Empty>}>
        {(rows) => <Table rows={rows} />}
      </Paged>
      {adding ? <NewKey close={() => setAdding(false)} /> : null}
    </Page>
  );
}

function Table({ rows }: { rows: readonly ApiKey[] }) {
  const { t, term, count, day, relative, absolute } = useI18n();
  const { regions } = useSession();
  const columns = useMemo<Column<ApiKey>[]>(
    () => [
      {
        id: 'name',
        head: t('keys.name'),
        value: (k) => k.name,
        cell: (k) => (
          <>
            {k.name}
            <span className="soft small block">…{k.tail}</span>
          </>
        ),
      },
      { id: 'region', head: t('filter.region'), value: (k) => regions.find((r) => r.code === k.region)?.name ?? k.region },
      { id: 'scopes', head: t('keys.scopes'), value: (k) => k.scopes.map((s) => term('scope', s)).join(', ') },
      { id: 'tier', head: t('keys.tier'), value: (k) => k.per_minute, cell: (k) => count(k.per_minute), number: true },
      {
        id: 'state',
        head: t('users.state'),
        value: (k) => k.revoked_at ?? k.expires_at,
        cell: (k) => (
          <>
            <KeyState k={k} />
            {k.expires_at ? <span className="soft small block">{t('keys.until', { day: day(k.expires_at) })}</span> : null}
          </>
        ),
      },
      {
        id: 'used',
        head: t('keys.used'),
        value: (k) => k.last_used_at,
        cell: (k) => (k.last_used_at ? <span title={absolute(k.last_used_at)}>{relative(k.last_used_at)}</span> : t('keys.never')),
      },
      { id: 'verbs', head: t('users.verbs'), value: () => null, cell: (k) => <Verbs k={k} /> },
    ],
    [t, term, count, day, relative, absolute, regions],
  );
  return <DataTable caption={t('keys.caption')} columns={columns} rows={rows} rowId={(k) => String(k.id)} />;
}

const ended = (k: ApiKey): boolean => k.revoked_at !== null || (k.expires_at !== null && Date.parse(k.expires_at) < Date.now());

function KeyState({ k }: { k: ApiKey }) {
  const { t } = useI18n();
  if (k.revoked_at !== null) return <Tag hue="quiet">{t('keys.revoked')}</Tag>;
  return ended(k) ? <Tag hue="quiet">{t('keys.expired')}</Tag> : <Tag hue="done">{t('keys.valid')}</Tag>;
}

function Verbs({ k }: { k: ApiKey }) {
  const { t } = useI18n();
  const { has } = useSession();
  const [open, setOpen] = useState<'rotate' | 'revoke' | null>(null);
  if (!has('system_admin') || ended(k)) return null;
  return (
    <span className="verbs-row">
      <Button look="plain" onClick={() => setOpen('rotate')} aria-label={t('keys.rotate_of', { name: k.name })}>
        {t('keys.rotate')}
      </Button>
      <Button look="plain" onClick={() => setOpen('revoke')} aria-label={t('keys.revoke_of', { name: k.name })}>
        {t('keys.revoke')}
      </Button>
      {open === 'rotate' ? <Rotate k={k} close={() => setOpen(null)} /> : null}
      {open === 'revoke' ? <Revoke k={k} close={() => setOpen(null)} /> : null}
    </span>
  );
}

function useKeysChanged(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: ['api-keys'] });
}

function NewKey({ close }: { close: () => void }) {
  const { t, term, count } = useI18n();
  const { me, regions } = useSession();
  const act = useAct();
  const changed = useKeysChanged();
  const own = me.roles.find((r) => r.role === 'system_admin')?.region ?? '';
  const [form, setForm] = useState({ name: '', region: own, scope: 'statistics:read', days: '365', tier: '600' });
  const [secret, setSecret] = useState<string | null>(null);
  const set = (patch: Partial<typeof form>) => setForm({ ...form, ...patch });
  const inside = regions.filter((r) => own === 'ID' || r.code === own || r.code.startsWith(`${own}.`));
  const submit = () => {
    const scopes = form.scope === 'both' ? (['statistics:read', 'vocabulary:read'] as const) : [form.scope as 'statistics:read'];
    const body = { name: form.name.trim(), region: form.region, scopes: [...scopes], days: Number(form.days), per_minute: Number(form.tier) };
    act.run(
      () => send((headers) => http.POST('/v1/api-keys', { body, headers })),
      ({ data }) => {
        changed();
        setSecret(data.secret);
      },
    );
  };
  if (secret !== null) return <Secret secret={secret} close={close} />;
  return (
    <Ask title={t('keys.new')} verb={t('keys.make')} act={act} submit={submit} close={close} ready={form.name.trim() !== ''}>
      <TextField label={t('keys.name')} hint={t('keys.name_hint')} value={form.name} maxLength={NAME_CHARS} onChange={(e) => set({ name: e.target.value })} />
      <Select
        label={t('filter.region')}
        value={form.region}
        onChange={(region) => set({ region })}
        options={[...(own === 'ID' ? ([['ID', term('region', 'ID')]] as const) : []), ...inside.map((r) => [r.code, r.name] as const)]}
      />
      <Select
        label={t('keys.scopes')}
        value={form.scope}
        onChange={(scope) => set({ scope })}
        options={(['statistics:read', 'vocabulary:read', 'both'] as const).map((s) => [s, term('scope', s)] as const)}
      />
      <Select
        label={t('keys.tier')}
        value={form.tier}
        onChange={(tier) => set({ tier })}
        options={TIERS.map((n) => [n, t('keys.per_minute', { n: count(Number(n)) })] as const)}
      />
      <Select
        label={t('keys.days')}
        value={form.days}
        onChange={(days) => set({ days })}
        options={DAYS.map((n) => [n, t('keys.n_days', { n: count(Number(n)) })] as const)}
      />
    </Ask>
  );
}

function Rotate({ k, close }: { k: ApiKey; close: () => void }) {
  const { t, count } = useI18n();
  const act = useAct();
  const changed = useKeysChanged();
  const [hours, setHours] = useState('72');
  const [secret, setSecret] = useState<string | null>(null);
  const submit = () =>
    act.run(
      () =>
        send((headers) =>
          http.POST('/v1/api-keys/{id}/rotate', { params: { path: { id: k.id } }, body: { overlap_hours: Number(hours), days: Number(DAYS[2]) }, headers }),
        ),
      ({ data }) => {
        changed();
        setSecret(data.secret);
      },
    );
  if (secret !== null) return <Secret secret={secret} close={close} />;
  return (
    <Ask title={t('keys.rotate_of', { name: k.name })} verb={t('keys.rotate')} act={act} submit={submit} close={close}>
      <p>{t('keys.rotate_about')}</p>
      <Select
        label={t('keys.overlap')}
        value={hours}
        onChange={setHours}
        options={OVERLAP_HOURS.map((n) => [n, t('keys.n_hours', { n: count(Number(n)) })] as const)}
      />
    </Ask>
  );
}

function Revoke({ k, close }: { k: ApiKey; close: () => void }) {
  const { t } = useI18n();
  const act = useAct();
  const changed = useKeysChanged();
  const submit = () =>
    act.run(
      () => send((headers) => http.POST('/v1/api-keys/{id}/revoke', { params: { path: { id: k.id } }, headers })),
      () => {
        changed();
        announce(t('keys.revoked_done', { name: k.name }));
        close();
      },
    );
  return (
    <Ask title={t('keys.revoke_of', { name: k.name })} verb={t('keys.revoke')} act={act} submit={submit} close={close}>
      <p>{t('keys.revoke_about')}</p>
    </Ask>
  );
}

interface AskProps {
  title: string;
  verb: string;
  act: ReturnType<typeof useAct>;
  submit: () => void;
  close: () => void;
  ready?: boolean;
  children: React.ReactNode;
}

export function Ask({ title, verb, act, submit, close, ready = true, children }: AskProps) {
  const { t } = useI18n();
  return (
    <Dialog
      title={title}
      open
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t('do.cancel')}</Button>
          <Button look="primary" onClick={submit} disabled={act.busy || !ready}>
            {verb}
          </Button>
        </>
      }
    >
      {children}
      <Fault text={act.error} />
    </Dialog>
  );
}

function Secret({ secret, close }: { secret: string; close: () => void }) {
  const { t } = useI18n();
  const copy = () => {
    void navigator.clipboard?.writeText(secret).then(() => announce(t('keys.copied')));
  };
  return (
    <Dialog
      title={t('keys.secret')}
      open
      onClose={close}
      actions={
        <>
          <Button onClick={copy}>{t('keys.copy')}</Button>
          <Button look="primary" onClick={close}>
            {t('keys.kept')}
          </Button>
        </>
      }
    >
      <p>{t('keys.secret_about')}</p>
      <p>
        <code className="secret">{secret}</code>
      </p>
    </Dialog>
  );
}
