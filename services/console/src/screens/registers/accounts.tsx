/** Accounts that may be watched: whose, on which legal basis, and when they were looked at last. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { type AccountFilter, office } from '../../api/office-queries.ts';
import type { AccountRow } from '../../api/types.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { Paged } from '../../ui/paged.tsx';
import { Empty } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import { ToImport } from './contests.tsx';
import { RegisterPage } from './frame.tsx';

const SEARCH_CHARS = 100;
const SEARCH_CHARS_MIN = 2;
const STATES = ['', 'active', 'no_basis', 'unverified', 'ended'] as const;

export function Accounts() {
  const { t } = useI18n();
  const { has } = useSession();
  const [q, setQ] = useState('');
  const [state, setState] = useState<AccountFilter['state']>('');
  const typed = useDeferredValue(q.trim());
  const words = typed.length >= SEARCH_CHARS_MIN ? typed : '';
  const query = useInfiniteQuery({ ...office.accounts({ q: words, state }), enabled: has('register_admin', 'auditor') });
  return (
    <RegisterPage about={t('accounts.about')}>
      <div className="fields">
        <TextField label={t('accounts.search')} hint={t('accounts.search_hint')} value={q} maxLength={SEARCH_CHARS} onChange={(e) => setQ(e.target.value)} />
        <Select
          label={t('accounts.state')}
          value={state}
          onChange={(v) => setState(STATES.find((s) => s === v) ?? '')}
          options={STATES.map((s) => [s, t(`accounts.state.${s || 'all'}`)] as const)}
        />
      </div>
      <Paged query={query} empty={<Empty title={words || state ? t('accounts.none') : t('accounts.empty')}>{words || state ? null : <ToImport />}</Empty>}>
        {(rows) => <Table rows={rows} />}
      </Paged>
    </RegisterPage>
  );
}

function Table({ rows }: { rows: readonly AccountRow[] }) {
  const { t, absolute, relative } = useI18n();
  const { regions } = useSession();
  const columns = useMemo<Column<AccountRow>[]>(() => {
    const names = new Map(regions.map((r) => [r.code, r.name]));
    return [
      {
        id: 'handle',
        head: t('accounts.account'),
        value: (a) => a.handle,
        cell: (a) => (
          <>
            {a.handle}
            <span className="soft small block">{a.platform}</span>
          </>
        ),
      },
      {
        id: 'name',
        head: t('accounts.person'),
        value: (a) => a.name,
        cell: (a) => (
          <>
            {a.name}
            <span className="soft small block">
              {a.employment_status} · {a.nip}
            </span>
          </>
        ),
      },
      {
        id: 'agency',
        head: t('accounts.agency'),
        value: (a) => a.agency,
        cell: (a) => (
          <>
            {a.agency}
            <span className="soft small block">{names.get(a.region.slice(0, 5)) ?? a.region}</span>
          </>
        ),
      },
      { id: 'basis', head: t('accounts.basis'), value: (a) => a.basis_until, cell: (a) => <Basis a={a} /> },
      {
        id: 'polled',
        head: t('accounts.polled'),
        value: (a) => a.polled_at,
        cell: (a) => (
          <>
            {a.polled_at ? <span title={absolute(a.polled_at)}>{relative(a.polled_at)}</span> : t('accounts.never')}
            {a.last_error ? <span className="soft small block">{a.last_error}</span> : null}
          </>
        ),
      },
    ];
  }, [t, absolute, relative, regions]);
  return <DataTable caption={t('accounts.caption')} columns={columns} rows={rows} rowId={(a) => String(a.id)} />;
}

function Basis({ a }: { a: AccountRow }) {
  const { t, day } = useI18n();
  return (
    <>
      {a.ended_at ? <Tag hue="quiet">{t('accounts.ended')}</Tag> : a.has_basis ? null : <Tag hue="failed">{t('accounts.no_basis')}</Tag>}
      <span className="block">
        {a.basis_law}, {a.basis_ref}
      </span>
      {a.basis_until ? <span className="soft small block">{t('accounts.until', { day: day(a.basis_until) })}</span> : null}
      {a.verified_at ? null : <span className="soft small block">{t('accounts.unverified')}</span>}
    </>
  );
}
