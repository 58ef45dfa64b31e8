/** Connecting a source: what reads it, and the policy without which nothing is fetched. For administrators of the whole country. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { http, Refused, send } from '../../api/client.ts';
import type { Source } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { Select, TextArea, TextField } from '../../ui/field.tsx';
import { useAct } from '../../ui/use-act.ts';
import { Ask } from './keys.tsx';

const NAME_CHARS = 80;
const BASIS_CHARS = 200;
const CONFIG_CHARS = 20_000;
const RETENTION_DAYS = ['30', '90', '180', '365'] as const;
/** What each reads, filled in with an example that only needs its address. */
const CONFIGS = {
  rss: '{\n  "feed_url": "https://contoh.go.id/feed.xml",\n  "account": "akun.di.register"\n}',
  bluesky: '{}',
  mastodon: '{\n  "servers": [{ "host": "mastodon.contoh.id" }]\n}',
} as const;
type Connector = keyof typeof CONFIGS;
const CONNECTORS = Object.keys(CONFIGS) as Connector[];

const useNational = (): boolean => useSession().me.roles.some((r) => r.role === 'system_admin' && r.region === 'ID');

export function NewSource() {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  if (!useNational()) return null;
  return (
    <div>
      <Button look="primary" onClick={() => setOpen(true)}>
        {t('source.new')}
      </Button>
      {open ? <Form close={() => setOpen(false)} /> : null}
    </div>
  );
}

interface PolicyForm {
  basis: string;
  agreement: string;
  until: string;
  days: string;
}

/** What was filled in, as the connector's policy: judged by rules only, and gone when it is gone on its platform. */
const policyOf = (f: PolicyForm) => ({
  enabled: true,
  legal_basis: f.basis.trim(),
  agreement_ref: f.agreement.trim() || null,
  expires_at: `${f.until}T23:59:59+07:00`,
  allow_inference: true,
  allow_ml: false,
  max_retention_days: Number(f.days),
  deletion_mode: 'purge' as const,
});

function PolicyFields({ form, set }: { form: PolicyForm; set: (patch: Partial<PolicyForm>) => void }) {
  const { t, count } = useI18n();
  return (
    <>
      <TextField
        label={t('source.basis')}
        hint={t('source.basis_hint')}
        maxLength={BASIS_CHARS}
        value={form.basis}
        onChange={(e) => set({ basis: e.target.value })}
      />
      <TextField
        label={t('source.agreement')}
        hint={t('source.agreement_hint')}
        maxLength={BASIS_CHARS}
        value={form.agreement}
        onChange={(e) => set({ agreement: e.target.value })}
      />
      <TextField label={t('source.until')} type="date" value={form.until} onChange={(e) => set({ until: e.target.value })} />
      <Select
        label={t('source.keep')}
        value={form.days}
        onChange={(days) => set({ days })}
        options={RETENTION_DAYS.map((n) => [n, t('keys.n_days', { n: count(Number(n)) })] as const)}
      />
    </>
  );
}

function Form({ close }: { close: () => void }) {
  const { t, term } = useI18n();
  const client = useQueryClient();
  const act = useAct();
  const [form, setForm] = useState({ name: '', connector: 'rss' as Connector, config: CONFIGS.rss as string, basis: '', agreement: '', until: '', days: '90' });
  const [fault, setFault] = useState('');
  const set = (patch: Partial<typeof form>) => setForm({ ...form, ...patch });
  const submit = () => {
    let config: Record<string, unknown>;
    try {
      config = JSON.parse(form.config) as Record<string, unknown>;
      setFault('');
    } catch (e) {
      return setFault(t('source.not_json', { why: e instanceof Error ? e.message : '' }));
    }
    act.run(
      () =>
        send((headers) =>
          http.POST('/v1/sources', { body: { name: form.name.trim(), connector: form.connector, config, policy: policyOf(form) }, headers }),
        ).catch((e: unknown) => {
          if (e instanceof Refused && e.code === 'bad_request') setFault(e.errors.map((x) => `${x.path.replace(/^body[/.]?/, '')}: ${x.message}`).join('; '));
          throw e;
        }),
      () => {
        void client.invalidateQueries({ queryKey: ['sources'] });
        announce(t('source.made', { name: form.name }));
        close();
      },
    );
  };
  return (
    <Ask
      title={t('source.new')}
      verb={t('source.add')}
      act={act}
      submit={submit}
      close={close}
      ready={form.name.trim() !== '' && form.basis.trim() !== '' && form.until !== ''}
    >
      <TextField
        label={t('sources.name')}
        hint={t('source.name_hint')}
        maxLength={NAME_CHARS}
        value={form.name}
        onChange={(e) => set({ name: e.target.value })}
      />
      <Select
        label={t('sources.connector')}
        value={form.connector}
        onChange={(v) => {
          const connector = CONNECTORS.find((c) => c === v) ?? 'rss';
          set({ connector, config: CONFIGS[connector] });
        }}
        options={CONNECTORS.map((c) => [c, term('connector', c)] as const)}
      />
      <TextArea
        label={t('source.config')}
        hint={t('source.config_hint')}
        error={fault}
        rows={6}
        maxLength={CONFIG_CHARS}
        spellCheck={false}
        value={form.config}
        onChange={(e) => set({ config: e.target.value })}
      />
      <PolicyFields form={form} set={set} />
    </Ask>
  );
}

export function Switch({ s }: { s: Source }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const act = useAct();
  if (!useNational()) return null;
  const name = s.enabled ? 'disable' : 'enable';
  const run = () =>
    act.run(
      () => send((headers) => http.POST(`/v1/sources/{id}/${name}`, { params: { path: { id: s.id } }, headers })),
      () => {
        void client.invalidateQueries({ queryKey: ['sources'] });
        announce(t(s.enabled ? 'source.off_done' : 'source.on_done', { name: s.name }));
      },
    );
  return (
    <>
      <Button look="plain" onClick={run} disabled={act.busy} aria-label={`${t(s.enabled ? 'source.off' : 'source.on')}: ${s.name}`}>
        {t(s.enabled ? 'source.off' : 'source.on')}
      </Button>
      <Fault text={act.error} />
    </>
  );
}
