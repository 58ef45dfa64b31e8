/** What is in view, chosen by lists; every choice changes the address. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Region } from '../../api/types.ts';
import { type Session, useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { type OptionGroup, type Options, Select } from '../../ui/field.tsx';
import { NO_FIGURE_FILTERS } from './figure-filters.ts';
import { choicesOf, type InboxFilters, usualView, viewsFor } from './filters.ts';

export function FilterBar({ filters }: { filters: InboxFilters }) {
  const { t, term } = useI18n();
  const session = useSession();
  const navigate = useNavigate();
  const change = (patch: Partial<Record<keyof InboxFilters, string>>) => {
    const next = Object.fromEntries(Object.entries({ ...filters, ...patch }).filter(([, v]) => v !== ''));
    void navigate({ to: '/antrean', search: next });
  };
  const usual = usualView(session);
  const [more, setMore] = useState(false);
  const choice = (name: 'label' | 'phase' | 'band', label: string, all: string) => (
    <Select
      quiet
      name={name}
      label={label}
      value={filters[name] ?? ''}
      onChange={(v) => change({ [name]: v })}
      options={[['', all] as const, ...choicesOf(session)[name].map((code) => [code, term(name, code)] as const)]}
    />
  );
  const { options, groups } = regionChoice(session, t('filter.all_regions'));
  return (
    <div className={more ? 'filters all' : 'filters'}>
      <Select
        quiet
        name="tampilan"
        label={t('filter.view')}
        value={filters.tampilan ?? usual}
        onChange={(v) => change({ tampilan: v === usual ? '' : v })}
        options={viewsFor(session).map((v) => [v, t(`view.${v}`)] as const)}
      />
      <Select
        quiet
        name="region"
        label={t('filter.region')}
        value={filters.region ?? ''}
        onChange={(v) => change({ region: v })}
        options={options}
        groups={groups}
      />
      {choice('label', t('filter.label'), t('filter.all_labels'))}
      {choice('phase', t('filter.phase'), t('filter.all_phases'))}
      {choice('band', t('filter.band'), t('filter.all_bands'))}
      <Select
        quiet
        name="sort"
        label={t('filter.sort')}
        value={filters.sort ?? 'priority'}
        onChange={(v) => change({ sort: v === 'priority' ? '' : v })}
        options={[
          ['priority', t('sort.priority')],
          ['due', t('sort.due')],
        ]}
      />
      <Button className="filters-more" onClick={() => setMore(!more)} aria-expanded={more}>
        {t('filter.more')}
      </Button>
      <Words filters={filters} clear={() => change({ q: '', group: '' })} />
      <FromFigure filters={filters} clear={() => change(NO_FIGURE_FILTERS)} />
    </div>
  );
}

/** What was searched for, or which group is in view, with the way out of it. */
function Words({ filters, clear }: { filters: InboxFilters; clear: () => void }) {
  const { t } = useI18n();
  if (filters.q === undefined && filters.group === undefined) return null;
  return (
    <Button className="chip" onClick={clear}>
      {filters.q === undefined ? t('filter.group') : t('filter.words', { words: filters.q })} <span aria-hidden="true">×</span>
      <span className="hidden">{t('filter.clear')}</span>
    </Button>
  );
}

/** What a figure or a rule that led here asks for. */
function FromFigure({ filters, clear }: { filters: InboxFilters; clear: () => void }) {
  const { t, term, day, count } = useI18n();
  const { flagged_from: from, flagged_to: to, outcome, contest, contestant, election, rule, older_than_hours: older, newer_than_hours: newer } = filters;
  const parts = [
    from === undefined && to === undefined ? null : t('filter.flagged', { from: from ? day(from) : '…', to: to ? day(to) : '…' }),
    outcome === undefined ? null : term('outcome', outcome),
    contestant ?? contest ?? election ?? null,
    rule === undefined ? null : t('filter.rule', { rule }),
    older === undefined && newer === undefined ? null : t('filter.age', { from: count(older ?? 0), to: newer === undefined ? '∞' : count(newer) }),
  ].filter((p) => p !== null);
  if (parts.length === 0) return null;
  return (
    <Button className="chip" onClick={clear}>
      {parts.join(' · ')} <span aria-hidden="true">×</span>
      <span className="hidden">{t('filter.clear')}</span>
    </Button>
  );
}

const within = (code: string, scope: string): boolean => scope === 'ID' || code === scope || code.startsWith(`${scope}.`);

/** Only regions of the own scope, kabupaten and cities below their province. */
export function regionChoice(session: Session, all: string): { options: Options; groups: OptionGroup[] } {
  const scopes = session.me.roles.map((r) => r.region);
  const mine = session.regions.filter((r) => scopes.some((s) => within(r.code, s)));
  const provinces = session.regions.filter((r) => r.level === 1);
  const below = (p: Region): Options => mine.filter((r) => r.level > 1 && r.code.startsWith(`${p.code}.`)).map((r) => [r.code, r.name] as const);
  const groups = provinces.map((p) => ({
    name: p.name,
    options: [...mine.filter((r) => r.code === p.code).map((r) => [r.code, r.name] as const), ...below(p)],
  }));
  return { options: [['', all]], groups: groups.filter((g) => g.options.length > 0) };
}
