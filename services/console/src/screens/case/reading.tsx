/** The middle column: what it is about, the post, why it was flagged, who stands, what happened. */
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { CaseView } from '../../api/types.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Icon } from '../../ui/icon.tsx';
import { StateTag } from '../../ui/tag.tsx';
import type { InboxFilters } from '../inbox/filters.ts';
import { groupOf } from './group-link.ts';
import { Handover } from './handover.tsx';
import { OtherPosts } from './others.tsx';
import { Post } from './post.tsx';
import { isProceeding, Proceedings } from './proceedings.tsx';
import { Reasons } from './reasons.tsx';
import type { Acting } from './runner.ts';

/** Drawn when the case changes, not with every tick of the lease or letter of a reason: a post may have 20,000 characters. */
export const Reading = memo(function Reading({ c, work, filters }: { c: CaseView; work: Acting; filters: InboxFilters }) {
  const { t } = useI18n();
  return (
    <article className="reading" aria-label={t('case.post')}>
      <Link to="/antrean" search={filters} className="back">
        <Icon name="left" /> {t('case.back')}
      </Link>
      <Head c={c} />
      <Post c={c} />
      <Reasons c={c} />
      <Contestants c={c} />
      <Proceedings c={c} work={work} />
      {isProceeding(c.state) ? <Handover c={c} work={work} /> : null}
      <OtherPosts c={c} work={work} />
      <Opinions c={c} />
      <Timeline c={c} />
    </article>
  );
});

function Head({ c }: { c: CaseView }) {
  const { t, term } = useI18n();
  const group = groupOf(c, useSession());
  return (
    <header className="case-head">
      <p className="line">
        <span className="case-number">{c.number}</span>
        <StateTag state={c.state} />
        {c.band === 'review' ? <span>{t('case.grey')}</span> : null}
      </p>
      <h1 tabIndex={-1} id="case-title">
        {t('case.title', { label: term('label', c.label) })}
      </h1>
      <p className="line">
        <span>{c.region_name ?? c.region}</span>
        <span>{t('case.phase', { phase: term('phase', c.phase) })}</span>
        {c.contest_name ? <span>{c.contest_name}</span> : null}
      </p>
      <Subject c={c} />
      {group ? (
        <p className="small">
          <Link {...group} aria-keyshortcuts="g">
            {t('case.similar', { n: c.group?.similar ?? 0 })}
          </Link>
        </p>
      ) : null}
    </header>
  );
}

/** Nobody who reviews sees a name or a photo; from FORWARDED on the person is named. */
function Subject({ c }: { c: CaseView }) {
  const { t, term } = useI18n();
  const s = c.subject;
  if (!s) return <p className="small soft">{t('case.blind')}</p>;
  return (
    <p>
      <strong>{s.name}</strong> · NIP {s.nip} · {[term('status', s.employment_status), s.opd, s.agency].filter(Boolean).join(' · ')}
    </p>
  );
}

function Contestants({ c }: { c: CaseView }) {
  const { t, term } = useI18n();
  if (c.contestants.length === 0) return null;
  return (
    <section aria-labelledby="contestants">
      <h2 id="contestants">{t('case.contestants')}</h2>
      <ul className="contestants">
        {c.contestants.map((x) => (
          <li key={x.id} className={x.stance ? 'contestant-card named' : 'contestant-card'}>
            <span className="ballot" aria-hidden="true">
              {x.ballot_number ?? '–'}
            </span>
            <span>
              <strong>
                {x.ballot_number === null ? null : <span className="hidden">{t('case.ballot', { n: x.ballot_number })} </span>}
                {x.name}
              </strong>
              <br />
              <span className="soft small">
                {term('contestantKind', x.kind)}
                {x.stance ? ` · ${term('stance', x.stance)}` : ` · ${t('case.not_named')}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Opinions({ c }: { c: CaseView }) {
  const { t, term, absolute, relative } = useI18n();
  if (c.opinions.length === 0) return null;
  return (
    <section aria-labelledby="opinions">
      <h2 id="opinions">{t('case.opinions')}</h2>
      <ul className="timeline">
        {c.opinions.map((o) => {
          const codes = [...o.acts, o.exemption].filter(Boolean).join(', ');
          return (
            <li key={`${o.by} ${o.at}`}>
              <span className="small soft" title={absolute(o.at, c.region)}>
                {relative(o.at)}
              </span>
              <span>
                {o.mine ? t('case.you') : (o.by ?? '—')}: {term('finding', o.finding)}
                {codes ? ` (${codes})` : ''}
                {o.reason ? <span className="soft"> — {o.reason}</span> : null}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Timeline({ c }: { c: CaseView }) {
  const { t, term, absolute } = useI18n();
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{t('case.timeline')}</h2>
      <ol className="timeline">
        {c.timeline.map((e) => (
          <li key={`${e.type} ${e.at}`}>
            <span className="small soft">{absolute(e.at, c.region)}</span>
            <span>
              {term('event', e.type)}
              {e.by ? <span className="soft"> — {e.by}</span> : null}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
