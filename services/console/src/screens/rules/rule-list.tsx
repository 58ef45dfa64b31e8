/** Every rule as a line; one opened shows all that is known of it. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { queries } from '../../api/queries.ts';
import type { Rule } from '../../api/types.ts';
import { DECIDERS } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Share } from '../overview/share.tsx';
import type { RulesSearch } from './search.ts';

const SEARCH_CHARS = 80;

export function RuleList({ search }: { search: RulesSearch }) {
  const { t } = useI18n();
  const [text, setText] = useState(search.q ?? '');
  const list = useInfiniteQuery(queries.rules(useDeferredValue(text.trim())));
  const rows = list.data?.pages.flatMap((p) => p.data) ?? [];
  return (
    <>
      <div className="fields">
        <TextField label={t('rules.search')} value={text} maxLength={SEARCH_CHARS} onChange={(e) => setText(e.target.value)} />
      </div>
      {list.isPending ? <Loading /> : null}
      {list.isError ? <Failure error={list.error} again={() => void list.refetch()} /> : null}
      {list.isSuccess && rows.length === 0 ? <Empty title={t('rules.none')} /> : null}
      <ul className="rules">
        {rows.map((r) => (
          <RuleRow key={r.id} r={r} open={r.id === search.aturan} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
          {t('rules.more')}
        </Button>
      ) : null}
    </>
  );
}

function RuleRow({ r, open }: { r: Rule; open: boolean }) {
  const { t, term } = useI18n();
  return (
    <li className="card rule">
      <div>
        {/* The address says which rule is open, so a link to it can be sent. */}
        <Link to="/aturan" search={open ? {} : { aturan: r.id }} replace className="rule-head" aria-expanded={open}>
          <strong className="nowrap">{r.id}</strong>
          <span className="rule-meaning">{r.meaning}</span>
          {r.label ? <span className="small soft">{term('label', r.label)}</span> : null}
        </Link>
        {r.review ? <Tag hue="attention">{t('rules.native')}</Tag> : null}
        {open ? <RuleDetail r={r} /> : null}
      </div>
      {r.figures ? (
        <div className="rule-figures">
          <Figures r={r} figures={r.figures} />
        </div>
      ) : null}
    </li>
  );
}

function Figures({ r, figures }: { r: Rule; figures: NonNullable<Rule['figures']> }) {
  const { t, count } = useI18n();
  const session = useSession();
  const cases = t('rules.cases', { n: count(figures.cases) });
  return (
    <>
      {figures.cases > 0 && session.has(...DECIDERS) ? (
        <Link to="/antrean" search={{ tampilan: 'semua', rule: r.id }} className="small">
          {cases}
        </Link>
      ) : (
        <span className="small soft">{cases}</span>
      )}
      <Share of={figures.precision} />
    </>
  );
}

function RuleDetail({ r }: { r: Rule }) {
  const { t, term } = useI18n();
  return (
    <dl className="rule-detail">
      <Item name={t('rules.source')}>{r.source}</Item>
      <Item name={t('rules.cue')}>
        {term('cue', r.cue)} <code>{r.cue}</code>
        {r.exempt ? ` · ${t('rules.exempt', { code: r.exempt })}` : ''}
      </Item>
      <Item name={t('rules.language')}>
        {term('lang', r.lang)}
        {r.review ? `: ${t('rules.native_long')}` : ''}
      </Item>
      <Item name={t('rules.positive')}>
        <Examples of={r.positive} />
      </Item>
      <Item name={t('rules.negative')}>
        <Examples of={r.negative} />
      </Item>
      <Item name={t('rules.patterns')}>
        <ul className="patterns" lang="id">
          {r.patterns.map((p) => (
            <li key={p}>
              <code>{p}</code>
            </li>
          ))}
        </ul>
      </Item>
    </dl>
  );
}

function Item({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="small soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** `{c}` stands for any registered contestant. */
function Examples({ of }: { of: readonly string[] }) {
  const { t } = useI18n();
  if (of.length === 0) return <span className="soft">—</span>;
  return (
    <ul lang="id">
      {of.map((e) => (
        <li key={e}>“{e.replaceAll('{c}', `‹${t('rules.contestant')}›`)}”</li>
      ))}
    </ul>
  );
}
