/** What leaves the house and what is kept back: links for the person's statement, packets, and holds against removal. */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { queries } from '../../api/queries.ts';
import type { CaseView, Hold, Packet, StatementLink } from '../../api/types.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/tag.tsx';
import { FormDialog, type FormSpec } from './form-dialog.tsx';
import type { Acting } from './runner.ts';

interface Props {
  c: CaseView;
  work: Acting;
}

interface Asked {
  spec: FormSpec;
  path: string;
  about?: string;
  shows?: (data: unknown) => ReactNode;
}

const reason = { name: 'reason', label: 'field.reason', kind: 'area' } as const;
const MAKE_LINK: FormSpec = { name: 'links.make', fields: [] };
const ASK_PACKET: FormSpec = { name: 'packets.ask', fields: [{ name: 'recipient', label: 'field.recipient', kind: 'text' }, reason] };
const RELEASE: FormSpec = { name: 'packets.release', fields: [reason] };
const PLACE: FormSpec = { name: 'keep.place', fields: [{ name: 'legal_basis', label: 'field.legal_basis', kind: 'text' }, reason] };
const CONFIRM: FormSpec = { name: 'keep.confirm', fields: [] };
const ASK_LIFT: FormSpec = { name: 'keep.ask_lift', fields: [reason] };
const LIFT: FormSpec = { name: 'keep.lift', fields: [] };

export function Handover({ c, work }: Props) {
  const { t } = useI18n();
  const session = useSession();
  const [asked, setAsked] = useState<Asked | null>(null);
  const handles = session.has('commissioner', 'handling_officer');
  if (!handles && !session.has('auditor')) return null;
  return (
    <section aria-labelledby="handover">
      <h2 id="handover">{t('handover.title')}</h2>
      <Links c={c} ask={setAsked} />
      <Packets c={c} handles={handles} ask={setAsked} />
      <Holds c={c} handles={handles} ask={setAsked} />
      {asked ? <FormDialog key={asked.path} {...asked} work={work} close={() => setAsked(null)} /> : null}
    </section>
  );
}

interface PartProps {
  c: CaseView;
  ask: (asked: Asked) => void;
}

function Links({ c, ask }: PartProps) {
  const { t, absolute } = useI18n();
  const session = useSession();
  const { data } = useQuery(queries.statementLinks(c.id));
  const makes = session.has('handling_officer') && c.state === 'CLARIFICATION';
  const shows = (made: unknown) => <NewLink link={made as NewLinkProps['link']} region={c.region} />;
  if (!data || (data.length === 0 && !makes)) return null;
  return (
    <>
      <h3>{t('links.title')}</h3>
      {data.length === 0 ? <p className="soft small">{t('links.none')}</p> : null}
      <ul className="others">
        {data.map((l: StatementLink) => (
          <li key={l.id} className="line">
            <Tag hue={l.state === 'answered' || l.state === 'refused' ? 'done' : l.state === 'open' ? 'waiting' : 'quiet'}>{t(`link.${l.state}`)}</Tag>
            <span className="soft small">{t('links.made', { at: absolute(l.created_at, c.region) })}</span>
            <span className="soft small">{l.opened_at ? t('links.opened', { at: absolute(l.opened_at, c.region) }) : t('links.not_opened')}</span>
          </li>
        ))}
      </ul>
      {makes ? (
        <div>
          <Button onClick={() => ask({ spec: MAKE_LINK, path: `/v1/cases/${c.id}/statement-link`, about: t('links.make_about'), shows })}>
            {t('links.make')}…
          </Button>
        </div>
      ) : null}
    </>
  );
}

interface NewLinkProps {
  link: { address?: string; code?: string; expires_at: string };
  region: string;
}

/** Shown once: closing the dialog is forgetting it. */
function NewLink({ link, region }: NewLinkProps) {
  const { t, absolute } = useI18n();
  return (
    <>
      <p className="soft">{t('links.make_about')}</p>
      <dl className="once">
        <dt>{t('links.address')}</dt>
        <dd>
          <code>{link.address}</code>
        </dd>
        <dt>{t('links.code')}</dt>
        <dd>
          <code>{link.code}</code>
        </dd>
      </dl>
      <p className="soft small">{t('links.expires', { at: absolute(link.expires_at, region) })}</p>
    </>
  );
}

function Packets({ c, handles, ask }: PartProps & { handles: boolean }) {
  const { t } = useI18n();
  const { data } = useQuery(queries.packets(c.id));
  if (!data) return null;
  return (
    <>
      <h3>{t('packets.title')}</h3>
      {data.length === 0 ? <p className="soft small">{t('packets.none')}</p> : null}
      <ul className="others">
        {data.map((p) => (
          <PacketItem key={p.id} c={c} p={p} ask={ask} />
        ))}
      </ul>
      {handles ? (
        <div>
          <Button onClick={() => ask({ spec: ASK_PACKET, path: `/v1/cases/${c.id}/packets`, about: t('packets.ask_about') })}>{t('packets.ask')}…</Button>
        </div>
      ) : null}
    </>
  );
}

function PacketItem({ c, p, ask }: PartProps & { p: Packet }) {
  const { t, absolute } = useI18n();
  const until = absolute(p.expires_at, c.region);
  const over = p.expires_at !== null && new Date(p.expires_at).getTime() < Date.now();
  const state = !p.released_at ? t('packets.waits') : over ? t('packets.over', { until }) : t('packets.released', { name: p.released_by ?? '—', until });
  const about = t('packets.release_about', { recipient: p.recipient, name: p.requested_by ?? '—', reason: p.reason });
  return (
    <li>
      <p className="line">
        <strong>{t('packets.for', { recipient: p.recipient })}</strong>
        <span className="soft small">{t('packets.asked', { name: p.requested_by ?? '—', at: absolute(p.requested_at, c.region) })}</span>
      </p>
      <p className="small">{state}</p>
      {p.may.release ? <Button onClick={() => ask({ spec: RELEASE, path: `/v1/packets/${p.id}/release`, about })}>{t('packets.release')}…</Button> : null}
      {p.may.fetch ? (
        <a className="button" href={`/v1/packets/${p.id}`} download>
          {t('packets.fetch')}
        </a>
      ) : null}
    </li>
  );
}

function Holds({ c, handles, ask }: PartProps & { handles: boolean }) {
  const { t } = useI18n();
  const { data } = useQuery(queries.holds(c.id));
  if (!data) return null;
  const standing = data.some((h) => h.state !== 'lifted' && h.state !== 'lapsed');
  return (
    <>
      <h3>{t('keep.title')}</h3>
      {standing ? null : <p className="soft small">{t('keep.none')}</p>}
      <ul className="others">
        {data.map((h) => (
          <HoldItem key={h.id} c={c} h={h} ask={ask} />
        ))}
      </ul>
      {handles && !standing ? (
        <div>
          <Button onClick={() => ask({ spec: PLACE, path: `/v1/cases/${c.id}/legal-holds`, about: t('keep.place_about') })}>{t('keep.place')}…</Button>
        </div>
      ) : null}
    </>
  );
}

function HoldItem({ c, h, ask }: PartProps & { h: Hold }) {
  const { t, absolute } = useI18n();
  const verb = (spec: FormSpec, way: string) => (
    <Button onClick={() => ask({ spec, path: `/v1/legal-holds/${h.id}/${way}`, about: `${h.legal_basis}: ${h.reason}` })}>{t(spec.name)}…</Button>
  );
  return (
    <li>
      <p className="line">
        <Tag hue={h.state === 'standing' ? 'attention' : 'quiet'}>{t(`hold.${h.state}`)}</Tag>
        <span>{h.legal_basis}</span>
        <span className="soft small">{absolute(h.placed_at, c.region)}</span>
      </p>
      <p className="small soft">{h.lift_reason ?? h.reason}</p>
      {h.may.confirm ? verb(CONFIRM, 'confirmation') : null}
      {h.may.ask_lift ? verb(ASK_LIFT, 'lift-request') : null}
      {h.may.lift ? verb(LIFT, 'lift') : null}
    </li>
  );
}
