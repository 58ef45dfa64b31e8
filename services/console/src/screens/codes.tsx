/** The act codes and the reasons against, with where they are written. */
import { useMemo, useState } from 'react';
import type { Vocabulary } from '../api/types.ts';
import { useSession } from '../app/session.tsx';
import { useI18n } from '../i18n/index.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Select, TextField } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Empty } from '../ui/states.tsx';

type Act = Vocabulary['acts'][number];
type Exemption = Vocabulary['exemptions'][number];
const PHASES = ['PRE', 'SET', 'CAMP', 'QUIET', 'VOTE', 'POST', 'OFF'] as const;
const SEARCH_CHARS = 80;

export function Codes() {
  const { t, term, lang } = useI18n();
  const { vocabulary } = useSession();
  const [phase, setPhase] = useState('');
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const acts = useMemo(
    () =>
      vocabulary.acts.filter(
        (a) =>
          (phase === '' || a.phases.includes(phase)) && (wanted === '' || [a.code, a.name, a.gloss, a.source].some((s) => s.toLowerCase().includes(wanted))),
      ),
    [vocabulary.acts, phase, wanted],
  );
  const columns = useMemo<Column<Act>[]>(
    () => [
      { id: 'code', head: t('codes.code'), value: (a) => a.code, cell: (a) => <strong className="nowrap">{a.code}</strong> },
      {
        id: 'name',
        head: t('codes.act'),
        value: (a) => a.name,
        cell: (a) => (
          <>
            {a.name}
            {lang === 'en' ? <span className="small soft block">{a.gloss}</span> : null}
          </>
        ),
      },
      { id: 'class', head: t('codes.class'), value: (a) => a.classes.map((k) => term('class', k)).join(' / ') },
      { id: 'phases', head: t('codes.phases'), value: (a) => a.phases.map((p) => term('phase', p)).join(', ') },
      { id: 'source', head: t('codes.source'), value: (a) => a.source },
    ],
    [t, term, lang],
  );
  return (
    <Page title={t('page.codes')} about={t('codes.about')}>
      <div className="fields">
        <Select
          label={t('filter.phase')}
          value={phase}
          onChange={setPhase}
          options={[['', t('filter.all_phases')], ...PHASES.map((p) => [p, term('phase', p)] as const)]}
        />
        <TextField label={t('codes.search')} value={text} maxLength={SEARCH_CHARS} onChange={(e) => setText(e.target.value)} />
      </div>
      <section className="card">
        {acts.length === 0 ? <Empty title={t('codes.none')} /> : <DataTable caption={t('codes.acts')} columns={columns} rows={acts} rowId={(a) => a.code} />}
      </section>
      <section className="card">
        <Exemptions list={vocabulary.exemptions} />
      </section>
    </Page>
  );
}

function Exemptions({ list }: { list: readonly Exemption[] }) {
  const { t } = useI18n();
  const columns = useMemo<Column<Exemption>[]>(
    () => [
      { id: 'code', head: t('codes.code'), value: (x) => x.code, cell: (x) => <strong className="nowrap">{x.code}</strong> },
      { id: 'name', head: t('codes.reason'), value: (x) => x.name },
      { id: 'grey', head: t('codes.standing'), value: (x) => (x.grey ? t('codes.grey') : t('codes.clear')) },
    ],
    [t],
  );
  return <DataTable caption={t('codes.exemptions')} columns={columns} rows={list} rowId={(x) => x.code} />;
}
