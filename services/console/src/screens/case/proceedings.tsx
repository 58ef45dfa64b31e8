/** What followed after the confirmation: the finding, hearings, records, papers, and what the office said. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { caseNumber } from '../../api/case-number.ts';
import { queries } from '../../api/queries.ts';
import type { CaseView, Proceedings as View } from '../../api/types.ts';
import { useI18n } from '../../i18n/index.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Acting } from './runner.ts';
import { Upload } from './upload.tsx';

const BEFORE = ['FLAGGED', 'IN_REVIEW', 'DISMISSED', 'EXPIRED'];
export const isProceeding = (state: string): boolean => !BEFORE.includes(state);

export function Proceedings({ c, work }: { c: CaseView; work: Acting }) {
  const { t, term, absolute } = useI18n();
  const { data: p } = useQuery({ ...queries.proceedings(c.id), enabled: isProceeding(c.state) });
  if (!p) return null;
  const at = (iso: string) => absolute(iso, c.region);
  return (
    <section aria-labelledby="proceedings">
      <h2 id="proceedings">{t('proceedings.title')}</h2>
      {p.overdue_at ? (
        <p className="overdue">
          <Icon name="warning" /> {t('proceedings.overdue', { at: at(p.overdue_at) })}
        </p>
      ) : null}
      {p.recipient_question ? (
        <p className="overdue">
          <Icon name="warning" /> {t('proceedings.question', { answer: term('answer', p.recipient_question) })}
        </p>
      ) : null}
      {p.sanction ? <p>{t('proceedings.sanction', { sanction: term('class', p.sanction) })}</p> : null}
      {p.finding ? <p>{t('proceedings.finding', { number: p.finding.number, plenary: p.finding.plenary_no })}</p> : null}
      <FileOf c={c} p={p} />
      <ul className="timeline">
        <Hearings p={p} at={at} />
        <Records p={p} at={at} />
      </ul>
      <Papers c={c} p={p} at={at} />
      <Upload c={c} work={work} />
    </section>
  );
}

interface Part {
  p: View;
  at: (iso: string) => string;
}

function Item({ when, children }: { when: string; children: ReactNode }) {
  return (
    <li>
      <span className="small soft">{when}</span>
      <span>{children}</span>
    </li>
  );
}

function Hearings({ p, at }: Part) {
  const { t, term } = useI18n();
  return p.hearings.map((h) => (
    <Item key={h.id} when={at(h.scheduled_at)}>
      {t('proceedings.hearing', { stage: term('stage', h.stage), number: h.summons_no, place: h.place })}
      {' — '}
      {h.outcome ? term('hearing', h.outcome) : t('proceedings.summoned')}
      {h.minutes ? <span className="soft block">{h.minutes}</span> : null}
    </Item>
  ));
}

function Records({ p, at }: Part) {
  const { t, term } = useI18n();
  return p.records.map((r) => (
    <Item key={r.id} when={at(r.at)}>
      {term('record', r.kind)}
      <span className="soft"> — {r.by_person_concerned ? t('proceedings.person') : (r.by ?? '—')}</span>
      {r.content.refused === true ? <span className="soft block">{t('record.refused')}</span> : null}
      {Object.entries(r.content).map(([k, v]) =>
        typeof v === 'string' && v !== '' ? (
          <span key={k} className="soft block">
            {v}
          </span>
        ) : null,
      )}
    </Item>
  ));
}

/** The other cases of the file, each a link. */
function FileOf({ c, p }: { c: CaseView; p: View }) {
  const { t } = useI18n();
  if (!p.file) return null;
  return (
    <p className="line">
      <span>{t('file.title')}</span>
      {p.file.case_ids
        .filter((id) => id !== c.id)
        .map((id) => (
          <Link key={id} to="/kasus/$caseId" params={{ caseId: String(id) }}>
            {caseNumber(id)}
          </Link>
        ))}
    </p>
  );
}

const KILOBYTE = 1_000;

function Papers({ c, p, at }: Part & { c: CaseView }) {
  const { t, term, count } = useI18n();
  if (p.attachments.length === 0) return null;
  return (
    <>
      <h3>{t('proceedings.papers')}</h3>
      <ul className="timeline">
        {p.attachments.map((a) => (
          <Item key={a.id} when={at(a.at)}>
            <a href={`/v1/cases/${c.id}/attachments/${a.id}`} download={a.file_name}>
              {a.file_name}
            </a>{' '}
            <span className="soft">
              {term('paper', a.kind)}, {count(Math.ceil(a.size / KILOBYTE))} kB
            </span>
          </Item>
        ))}
      </ul>
    </>
  );
}
