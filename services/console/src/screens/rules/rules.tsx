/** The rules in force: each with its legal source, its examples and what people made of the cases in which it spoke; and a text to try. */
import './rules.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { queries } from '../../api/queries.ts';
import { STAFF } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { Lexicons } from './lexicons.tsx';
import { RuleList } from './rule-list.tsx';
import { TABS, type Tab } from './search.ts';
import { TryText } from './try-text.tsx';

export function Rules() {
  const { t, count, absolute } = useI18n();
  const session = useSession();
  const search = useSearch({ from: '/aturan' });
  const tab: Tab = search.bagian ?? 'aturan';
  const asked = useQuery({ ...queries.ruleset(), enabled: session.has(...STAFF) });
  const ruleset = asked.data;
  return (
    <Page title={t('page.rules')} about={t('rules.about')} roles={STAFF}>
      <nav className="sub-nav" aria-label={t('page.rules')}>
        {TABS.map((name) => (
          <Link
            key={name}
            to="/aturan"
            search={name === 'aturan' ? {} : { bagian: name }}
            activeOptions={{ exact: true, includeSearch: true }}
            aria-current={name === tab ? 'page' : undefined}
          >
            {t(`rules.tab.${name}`)}
          </Link>
        ))}
      </nav>
      {asked.isPending ? <Loading /> : null}
      {asked.isError ? <Failure error={asked.error} again={() => void asked.refetch()} /> : null}
      {ruleset === null ? <Empty title={t('rules.empty')}>{t('rules.empty_hint')}</Empty> : null}
      {ruleset ? (
        <>
          <p className="small soft">{t('rules.version', { name: ruleset.name, since: absolute(ruleset.since), n: count(ruleset.rules) })}</p>
          {tab === 'aturan' ? <RuleList search={search} /> : null}
          {tab === 'kata' ? <Lexicons lists={ruleset.lexicons} search={search} /> : null}
          {tab === 'coba' ? <TryText /> : null}
        </>
      ) : null}
    </Page>
  );
}
