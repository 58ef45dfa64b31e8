/** How a text was read: the verdict first, then the words that led to it, then what they weighed. */
import { type ReactNode, useMemo } from 'react';
import type { TrialResult } from '../../api/types.ts';
import { useI18n } from '../../i18n/index.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { type Hue, Tag } from '../../ui/tag.tsx';

type Cue = TrialResult['cues'][number];
type Mention = TrialResult['mentions'][number];
type Target = TrialResult['targets'][number];

const HUES: Record<string, Hue> = { flag: 'attention', review: 'waiting', clear: 'done', incomplete: 'failed' };
const FEATURES_SHOWN = 12;

export function TrialReading({ text, r }: { text: string; r: TrialResult }) {
  const { t, term, decimal2 } = useI18n();
  const { verdict: v } = r;
  const name = (id: string): string => {
    const c = r.contestants.find((x) => x.id === id);
    return c ? `${c.ballot_number ?? '–'}. ${c.name}` : id;
  };
  return (
    <section className="stack" aria-label={t('trial.result')} aria-live="polite">
      <section className="card">
        <p>
          <Tag hue={HUES[v.verdict] ?? 'quiet'}>{term('verdict', v.verdict)}</Tag> <strong>{term('label', v.label)}</strong>{' '}
          <span className="soft">
            {t('trial.score', { score: decimal2(v.score), flag: decimal2(r.thresholds.flag), review: decimal2(r.thresholds.review) })}
          </span>
        </p>
        <p className="soft">
          {[term('phase', v.phase), v.direction ? term('direction', v.direction) : null, v.acts.join(', ') || null, v.exemption].filter(Boolean).join(' · ')}
        </p>
        <Marked text={text} r={r} />
        <p className="small soft">{t('trial.read_as')}</p>
        <p className="normalised" lang="id">
          {r.normalised}
        </p>
        <p className="small soft">{t('trial.versions', { ruleset: v.ruleset, register: v.register, reason: r.reason })}</p>
      </section>
      <Cues rows={r.cues} />
      <Mentions rows={r.mentions} name={name} />
      {r.targets.map((x) => (
        <Weights key={x.contestant} x={x} bias={r.bias} name={name(x.contestant)} />
      ))}
    </section>
  );
}

/** The spans in the text as it was typed; where two overlap the earlier one is drawn. */
function Marked({ text, r }: { text: string; r: TrialResult }) {
  const { term } = useI18n();
  const spans = [
    ...r.cues.filter((c) => c.field === 'text').map((c) => ({ ...c, look: c.negated ? 'mitigating' : 'support', says: `${term('cue', c.cue)} · ${c.rule}` })),
    ...r.mentions.filter((m) => m.field === 'text').map((m) => ({ ...m, look: 'contestant', says: m.contestants.join(', ') })),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
  const parts: ReactNode[] = [];
  let at = 0;
  for (const s of spans) {
    if (s.start < at) continue;
    parts.push(text.slice(at, s.start));
    parts.push(
      <mark key={s.start} className={s.look} title={s.says}>
        {text.slice(s.start, s.end)}
      </mark>,
    );
    at = s.end;
  }
  parts.push(text.slice(at));
  return (
    <p className="trial-text" dir="auto">
      {parts}
    </p>
  );
}

function Cues({ rows }: { rows: readonly Cue[] }) {
  const { t, term, count } = useI18n();
  const columns = useMemo<Column<Cue>[]>(
    () => [
      { id: 'text', head: t('reasons.quote'), value: (c) => c.text },
      { id: 'cue', head: t('reasons.cue'), value: (c) => term('cue', c.cue) },
      { id: 'rule', head: t('reasons.rule'), value: (c) => c.rule, cell: (c) => <code>{c.rule}</code> },
      {
        id: 'scope',
        head: t('trial.scope'),
        value: (c) => c.clause,
        cell: (c) =>
          [t('trial.clause', { n: count(c.clause + 1) }), c.negated ? t('trial.negated') : null, c.quoted ? t('trial.quoted') : null]
            .filter(Boolean)
            .join(', '),
      },
    ],
    [t, term, count],
  );
  return (
    <section className="card">
      {rows.length === 0 ? (
        <p className="soft">{t('trial.no_cues')}</p>
      ) : (
        <DataTable caption={t('trial.cues')} columns={columns} rows={rows} rowId={(c) => `${c.field} ${c.start} ${c.rule}`} />
      )}
    </section>
  );
}

function Mentions({ rows, name }: { rows: readonly Mention[]; name: (id: string) => string }) {
  const { t, term } = useI18n();
  const columns = useMemo<Column<Mention>[]>(
    () => [
      { id: 'text', head: t('reasons.quote'), value: (m) => m.text },
      { id: 'who', head: t('case.contestants'), value: (m) => m.contestants.map(name).join(' | ') },
      {
        id: 'how',
        head: t('trial.how'),
        value: (m) => m.form,
        cell: (m) =>
          [term('form', m.form), m.ambiguous ? t('trial.ambiguous') : null, m.second_signal ? t('trial.second_signal') : null].filter(Boolean).join(', '),
      },
    ],
    [t, term, name],
  );
  return (
    <section className="card">
      {rows.length === 0 ? (
        <p className="soft">{t('trial.no_mentions')}</p>
      ) : (
        <DataTable caption={t('trial.mentions')} columns={columns} rows={rows} rowId={(m) => `${m.field} ${m.start} ${m.form}`} />
      )}
    </section>
  );
}

function Weights({ x, bias, name }: { x: Target; bias: number; name: string }) {
  const { t, term, weight, decimal, decimal2 } = useI18n();
  const rows = useMemo(
    () => [...x.features].sort((a, b) => Math.abs(b.weight * b.value) - Math.abs(a.weight * a.value)).slice(0, FEATURES_SHOWN),
    [x.features],
  );
  const columns = useMemo<Column<(typeof rows)[number]>[]>(
    () => [
      { id: 'name', head: t('trial.feature'), value: (f) => term('feature', f.name) },
      { id: 'value', head: t('trial.value'), number: true, value: (f) => f.value, cell: (f) => decimal(f.value) },
      { id: 'weight', head: t('reasons.weight'), number: true, value: (f) => f.weight * f.value, cell: (f) => weight(f.weight * f.value) },
    ],
    [t, term, weight, decimal],
  );
  return (
    <section className="card">
      <DataTable caption={t('trial.weights', { name })} columns={columns} rows={rows} rowId={(f) => f.name} />
      <p className="small soft">{t('trial.probability', { p: decimal2(x.probability), bias: weight(bias), stance: term('stance', x.stance) })}</p>
    </section>
  );
}
