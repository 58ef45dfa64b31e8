/** The posts of one group side by side, and one decision for those that are chosen: that they are no violation. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Refused } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import type { GroupPreview } from '../../api/types.ts';
import { useShortcuts } from '../../app/keys.tsx';
import { REVIEWERS } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { pieces } from './differences.ts';
import { stepFocus } from './focus.ts';
import { GroupDecision } from './group-decision.tsx';

export function Group() {
  const { t } = useI18n();
  const session = useSession();
  const { groupId } = useParams({ strict: false });
  const id = Number(groupId);
  const reviews = session.has(...REVIEWERS);
  const named = Number.isSafeInteger(id) && id > 0;
  const preview = useQuery({ ...queries.groupPreview(id), enabled: reviews && named });
  if (!reviews) return <Empty title={t('state.forbidden')}>{t('problem.forbidden')}</Empty>;
  if (!named || (preview.error instanceof Refused && preview.error.status === 404))
    return (
      <Empty title={t('group.gone')}>
        <Link to="/kelompok">{t('groups.title')}</Link>
      </Empty>
    );
  if (preview.isError && !preview.data) return <Failure error={preview.error} again={() => void preview.refetch()} />;
  if (!preview.data) return <Loading />;
  return (
    <div className="group-page">
      <Members preview={preview.data} again={() => preview.refetch()} />
    </div>
  );
}

function Members({ preview, again }: { preview: GroupPreview; again: () => Promise<unknown> }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  // Outlives a preview that was out of date: what was taken out or typed stays so.
  const [out, setOut] = useState<ReadonlySet<number>>(new Set());
  const toggle = (id: number) => {
    const next = new Set(out);
    if (!next.delete(id)) next.add(id);
    setOut(next);
  };
  useShortcuts({
    j: () => stepFocus('.member input', 1),
    k: () => stepFocus('.member input', -1),
    x: () => (document.activeElement?.matches('.member input') ? (document.activeElement as HTMLElement).click() : stepFocus('.member input', 1)),
    q: () => void navigate({ to: '/kelompok' }),
  });
  const chosen = preview.cases.filter((c) => !out.has(c.id));
  return (
    <>
      <div className="group-column">
        <header className="stack">
          <p className="small">
            <Link to="/kelompok">
              <Icon name="left" /> {t('groups.title')}
            </Link>
          </p>
          <h1>{t('group.title', { n: preview.cases.length })}</h1>
          <p className="soft">{t('group.about')}</p>
        </header>
        <ol className="members" aria-label={t('group.posts')}>
          {preview.cases.map((c) => (
            <Member key={c.id} c={c} first={preview.cases[0]?.text ?? ''} included={!out.has(c.id)} toggle={() => toggle(c.id)} />
          ))}
        </ol>
        <LeftOut preview={preview} />
      </div>
      <GroupDecision preview={preview} chosen={chosen} again={again} />
    </>
  );
}

interface MemberProps {
  c: GroupPreview['cases'][number];
  first: string;
  included: boolean;
  toggle: () => void;
}

function Member({ c, first, included, toggle }: MemberProps) {
  const { t, term, absolute } = useI18n();
  return (
    <li className={included ? 'member' : 'member out'}>
      <label className="check">
        <input type="checkbox" checked={included} onChange={toggle} aria-label={t('group.include', { number: c.number })} />
        <span>
          <strong>{t('group.member', { number: c.number, region: c.region_name ?? c.region })}</strong>
        </span>
      </label>
      <p className="text" lang="id" dir="auto">
        {pieces(c.text, first).map((p, i) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change their places
          p.differs ? <u key={i}>{p.text}</u> : <span key={i}>{p.text}</span>,
        )}
      </p>
      {c.shared_text ? (
        <p className="text shared" lang="id" dir="auto">
          {c.shared_text}
        </p>
      ) : null}
      <p className="soft small line">
        <span>{term('label', c.label)}</span>
        <span>{t('case.phase', { phase: term('phase', c.phase) })}</span>
        <span>{absolute(c.posted_at, c.region)}</span>
      </p>
    </li>
  );
}

function LeftOut({ preview }: { preview: GroupPreview }) {
  const { t } = useI18n();
  if (preview.left_out.length === 0) return null;
  return (
    <details>
      <summary>{t('group.left_out', { n: preview.left_out.length })}</summary>
      <ul className="why small">
        {preview.left_out.map((c) => (
          <li key={c.id}>
            <Link to="/kasus/$caseId" params={{ caseId: String(c.id) }}>
              {c.number}
            </Link>
            <span className="soft">{t(`why_out.${c.why}`)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
