/** What else this person posted that was flagged. Who judges blindly learns no name here, and no way to one. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { http, send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import type { CaseView, OtherPost } from '../../api/types.ts';
import { announce } from '../../app/announce.tsx';
import { DECIDERS } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { Acting } from './runner.ts';
import { may } from './work.ts';

const HUES = { under_review: 'waiting', confirmed: 'attention', not_a_violation: 'quiet', lapsed: 'quiet' } as const;

export function OtherPosts({ c, work }: { c: CaseView; work: Acting }) {
  const { t } = useI18n();
  const session = useSession();
  const list = useInfiniteQuery({ ...queries.otherPosts(c.id), enabled: session.has(...DECIDERS) });
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const posts = list.data?.pages.flatMap((p) => p.data);
  if (!posts) return null;
  const mayJoin = may(c, 'join');
  const toggle = (id: number) => setChosen(chosen.includes(id) ? chosen.filter((x) => x !== id) : [...chosen, id]);
  const blind = posts.some((p) => p.case === null);
  return (
    <section aria-labelledby="others">
      <h2 id="others">{t('others.title')}</h2>
      {posts.length === 0 ? <p className="soft small">{t('others.none')}</p> : null}
      {blind ? <p className="soft small">{t('others.blind')}</p> : null}
      <ul className="others">
        {posts.map((p) => (
          <Other key={p.case?.id ?? `${p.posted_at} ${p.excerpt}`} c={c} p={p} join={mayJoin ? { chosen, toggle } : null} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
          {t('others.more')}
        </Button>
      ) : null}
      {chosen.length > 0 ? <Join c={c} work={work} chosen={chosen} done={() => setChosen([])} /> : null}
    </section>
  );
}

interface OtherProps {
  c: CaseView;
  p: OtherPost;
  join: { chosen: readonly number[]; toggle: (id: number) => void } | null;
}

function Other({ c, p, join }: OtherProps) {
  const { t, term, absolute } = useI18n();
  const other = p.case;
  return (
    <li>
      <p className="line">
        {other ? (
          <Link to="/kasus/$caseId" params={{ caseId: String(other.id) }}>
            {other.number}
          </Link>
        ) : null}
        <Tag hue={HUES[p.standing]}>{t(`standing.${p.standing}`)}</Tag>
        <span>{term('label', p.label)}</span>
        <span className="soft small">{t('case.phase', { phase: term('phase', p.phase) })}</span>
        <span className="soft small">{absolute(p.posted_at, c.region)}</span>
      </p>
      <p className="excerpt" lang="id" dir="auto">
        {p.excerpt}
      </p>
      {other?.joinable && join ? (
        <label className="check">
          <input type="checkbox" checked={join.chosen.includes(other.id)} onChange={() => join.toggle(other.id)} />
          <span>{t('others.choose', { number: other.number })}</span>
        </label>
      ) : null}
    </li>
  );
}

function Join({ c, work, chosen, done }: { c: CaseView; work: Acting; chosen: readonly number[]; done: () => void }) {
  const { t } = useI18n();
  const join = () =>
    work.act({
      run: () => send((headers) => http.POST('/v1/case-files', { body: { case_ids: [c.id, ...chosen] }, headers })),
      done: () => {
        done();
        announce(t('others.joined'));
      },
    });
  return (
    <div className="stack">
      <p className="soft small">{t('others.join_about')}</p>
      <Fault text={work.error} />
      <Button look="primary" onClick={join} disabled={work.busy}>
        {t('others.join', { n: chosen.length })}
      </Button>
    </div>
  );
}
