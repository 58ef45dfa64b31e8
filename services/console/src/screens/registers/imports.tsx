/** Sending a register, and what became of those that were sent. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { http, send } from '../../api/client.ts';
import { office } from '../../api/office-queries.ts';
import type { RegisterImport } from '../../api/types.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Fault } from '../../ui/fault.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { type Hue, Tag } from '../../ui/tag.tsx';
import { useAct } from '../../ui/use-act.ts';
import { RegisterPage } from './frame.tsx';
import { upload } from './uploads.ts';

const HUES: Record<RegisterImport['state'], Hue> = {
  uploading: 'waiting',
  checking: 'waiting',
  ready: 'attention',
  publishing: 'waiting',
  published: 'done',
  refused: 'failed',
  cancelled: 'quiet',
  expired: 'quiet',
};

export function Imports() {
  const { t } = useI18n();
  const { has } = useSession();
  const list = useQuery({ ...office.registerImports(), enabled: has('register_admin', 'auditor') });
  return (
    <RegisterPage about={t('import.about')}>
      {has('register_admin') ? <NewImport /> : null}
      <Loaded query={list}>{(rows) => <Table rows={rows} />}</Loaded>
    </RegisterPage>
  );
}

const ACCEPT = '.csv,.json,.jsonl,.gz';
const NAME = /\.(csv|json|jsonl)(\.gz)?$/i;
const FILE_BYTES_MAX = 64 * 1024 * 1024;
const ELECTION_CHARS = 80;
const EXAMPLE = `data:text/csv;charset=utf-8,${encodeURIComponent(
  'nip,name,employment_status,agency,region,valid_from,accounts,verified_by,verified_at,basis_law,basis_ref,basis_valid_to\n199001012015011001,Nama Contoh,PNS,Dinas Contoh,16.73,2020-01-01,instagram:nama.contoh,Petugas Register,2024-08-01T08:00:00+07:00,UU 7/2017,SK-001,2025-12-31\n',
)}`;

export function NewImport() {
  const { t } = useI18n();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { me } = useSession();
  const act = useAct();
  const national = me.roles.some((r) => r.role === 'register_admin' && r.region === 'ID');
  const [kind, setKind] = useState<'register' | 'accounts'>(national ? 'register' : 'accounts');
  const [election, setElection] = useState('');
  const [fault, setFault] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const begin = () => {
    const file = field.current?.files?.[0];
    if (!file) return setFault(t('import.no_file'));
    if (!NAME.test(file.name)) return setFault(t('import.wrong_name', { file: file.name }));
    if (file.size === 0) return setFault(t('import.empty_file', { file: file.name }));
    if (file.size > FILE_BYTES_MAX) return setFault(t('import.too_large', { file: file.name }));
    setFault('');
    const body = { kind, file_name: file.name, bytes: file.size, ...(kind === 'register' && election.trim() ? { election: election.trim() } : {}) };
    act.run(
      () => send((headers) => http.POST('/v1/register-imports', { body, headers })),
      ({ data }) => {
        void upload(data, file, () => void client.invalidateQueries({ queryKey: ['register-import', data.id] }));
        void client.invalidateQueries({ queryKey: ['register-imports'] });
        void navigate({ to: '/register/impor/$importId', params: { importId: data.id } });
      },
    );
  };
  return (
    <section className="card">
      <h2>{t('import.new')}</h2>
      <div className="fields">
        <Select
          label={t('import.kind')}
          value={kind}
          onChange={(v) => setKind(v === 'accounts' ? 'accounts' : 'register')}
          options={[...(national ? ([['register', t('import.kind.register')]] as const) : []), ['accounts', t('import.kind.accounts')]]}
        />
        <TextField ref={field} type="file" accept={ACCEPT} label={t('import.file')} error={fault} />
        {kind === 'register' ? (
          <TextField
            label={t('import.election')}
            placeholder="PILKADA-2024"
            maxLength={ELECTION_CHARS}
            value={election}
            onChange={(e) => setElection(e.target.value)}
          />
        ) : null}
        <Button look="primary" onClick={begin} disabled={act.busy}>
          {t('import.send')}
        </Button>
      </div>
      <p className="soft small">{kind === 'register' ? t('import.hint.register') : t('import.hint.accounts')}</p>
      {kind === 'accounts' ? (
        <p className="small">
          <a href={EXAMPLE} download="akun-contoh.csv">
            {t('import.example')}
          </a>
        </p>
      ) : null}
      {national ? null : <p className="soft small">{t('import.regional')}</p>}
      <Fault text={act.error} />
    </section>
  );
}

function Table({ rows }: { rows: readonly RegisterImport[] }) {
  const { t, term, count, absolute, relative } = useI18n();
  const columns = useMemo<Column<RegisterImport>[]>(
    () => [
      {
        id: 'file',
        head: t('imports.file'),
        value: (i) => i.file_name,
        cell: (i) => (
          <Link to="/register/impor/$importId" params={{ importId: i.id }}>
            {i.file_name}
          </Link>
        ),
      },
      { id: 'kind', head: t('imports.kind'), value: (i) => term('import.kind', i.kind) },
      { id: 'state', head: t('imports.status'), value: (i) => i.state, cell: (i) => <ImportTag i={i} /> },
      { id: 'rows', head: t('imports.lines'), value: (i) => i.rows_done, cell: (i) => count(i.rows_done), number: true },
      { id: 'at', head: t('imports.started'), value: (i) => i.created_at, cell: (i) => <span title={absolute(i.created_at)}>{relative(i.created_at)}</span> },
    ],
    [t, term, count, absolute, relative],
  );
  if (rows.length === 0) return <Empty title={t('import.none')}>{t('import.none_hint')}</Empty>;
  return <DataTable caption={t('import.list')} columns={columns} rows={rows} rowId={(i) => i.id} />;
}

export function ImportTag({ i }: { i: RegisterImport }) {
  const { term } = useI18n();
  return <Tag hue={HUES[i.state]}>{term('import.state', i.state)}</Tag>;
}
