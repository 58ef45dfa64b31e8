/** The contestants of one contest, in the order of the ballot, with every word they are recognised by. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { office } from '../../api/office-queries.ts';
import { queries } from '../../api/queries.ts';
import type { ContestantRow } from '../../api/types.ts';
import { useI18n } from '../../i18n/index.tsx';
import { Loaded } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { RegisterPage } from './frame.tsx';

export function Contest() {
  const { t } = useI18n();
  const { contestId = '' } = useParams({ strict: false });
  const contest = useQuery(queries.contest(contestId));
  const list = useQuery(office.contestants(contestId));
  return (
    <RegisterPage about={t('contest.about')}>
      <p>
        <Link to="/register/kontes">{t('contest.back')}</Link>
      </p>
      <h2>{contest.data?.name ?? contestId}</h2>
      <Loaded query={list}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('contest.none')} />
          ) : (
            <ol className="contest-list">
              {rows.map((c) => (
                <li key={c.id}>
                  <One c={c} />
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </RegisterPage>
  );
}

function One({ c }: { c: ContestantRow }) {
  const { t, term } = useI18n();
  const names = c.people.map((p) => p.name).join(' – ') || c.parties.join(', ') || term('contestant', c.kind);
  const words = [
    ['contest.nicknames', c.people.flatMap((p) => p.nicknames)],
    ['contest.aliases', c.aliases],
    ['contest.slogans', c.slogans],
    ['contest.hashtags', c.hashtags],
    ['contest.parties', c.people.length > 0 ? c.parties : []],
    ['contest.accounts', c.accounts],
  ] as const;
  const known = words.filter(([, list]) => list.length > 0);
  return (
    <article>
      <h3>
        {c.ballot_number === null ? '' : `${c.ballot_number}. `}
        {names}
      </h3>
      {c.people.some((p) => p.incumbent) ? <p className="soft small">{t('contest.incumbent')}</p> : null}
      {known.length === 0 ? <p className="soft small">{t('contest.no_words')}</p> : null}
      <dl className="facts">
        {known.map(([key, list]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>{list.join(' · ')}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
