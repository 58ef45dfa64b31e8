/** The steps that leave the house: forwarding, naming another office, taking a finding back. Their deliveries commit with them (I6). */
import {
  actByCode,
  type CaseForwardedPayload,
  type CaseWithdrawnPayload,
  caseNumber,
  type ForwardInput,
  ProblemError,
  type ReaddressInput,
  type WithdrawInput,
} from '@pantau/domain';
import { insertRetractions } from './alerts.ts';
import { type Moved, type OpenCase, openCase, record } from './case-change.ts';
import { readSubject } from './cases.ts';
import type { Tx } from './db.ts';
import type { EvidenceContent } from './evidence.ts';
import { sql } from './kysely.ts';
import { insertRouted } from './routing.ts';
import type { Ask } from './steps-bawaslu.ts';
import { lead, type StepContext, takeStep } from './take-step.ts';

export interface Sent extends Moved {
  /** Written in this transaction; ring the bell for them after commit. Dies before: the alerts service's sweeper finds them. */
  deliveryIds: string[];
}

/** By recommendation after a clarification, or directly in phase PRE: the table knows which. One alert for a whole file. */
export async function forwardCase(tx: Tx, ask: Ask, input: ForwardInput, publicUrl: string): Promise<Sent> {
  let deliveryIds: string[] = [];
  const moved = await takeStep({
    tx,
    ...ask,
    act: 'forward',
    effect: async (ctx) => {
      const alertCase = lead(ctx).id;
      return () => ({
        event: 'forwarded',
        data: { alert_case: alertCase },
        words: { kind: 'forwarding', stage: 'BAWASLU', content: { ...input } },
        set: { forwarded_at: ctx.now, alert_case: alertCase },
        anchor: 'forwarded_at',
      });
    },
    after: async (ctx) => {
      const region = lead(ctx).facts.region;
      const payload = await payloadOf(ctx, region, publicUrl);
      await sql`update cases set recipient_agency = ${payload.subject.agency} where id = any(${ctx.cases.map((c) => c.id)}::bigint[])`.execute(tx);
      const c = lead(ctx);
      const routed = await insertRouted(tx, { caseId: c.id, region, label: c.label, event: 'case.forwarded', payload, now: ctx.now, moved: false });
      deliveryIds = routed.ids;
    },
  });
  return { ...moved, deliveryIds };
}

/** The office said that the person is not its own: the alert goes to the office of another region, or stays where it was. */
export async function readdressCase(tx: Tx, ask: Ask, input: ReaddressInput, publicUrl: string): Promise<Sent> {
  let deliveryIds: string[] = [];
  const moved = await takeStep({
    tx,
    ...ask,
    act: 'readdress',
    effect: async () => () => ({
      event: 'readdressed',
      data: { to_region: input.to_region ?? null },
      words: { kind: 'readdressing', stage: 'BAWASLU', content: { ...input } },
      set: { recipient_question: null, ...(input.to_region === undefined ? {} : { recipient_region: input.to_region, recipient_agency: null }) },
    }),
    after: async (ctx) => {
      if (input.to_region === undefined) return;
      const payload = await payloadOf(ctx, input.to_region, publicUrl);
      const c = lead(ctx);
      const routed = await insertRouted(tx, {
        caseId: c.id,
        region: input.to_region,
        label: c.label,
        event: 'case.forwarded',
        payload,
        now: ctx.now,
        moved: true,
      });
      deliveryIds = routed.ids;
    },
  });
  return { ...moved, deliveryIds };
}

/** A forwarded case that waits is routed once more, after somebody has mended the table. Its state stays; what is told is what is true now. */
export async function alertAgain(
  tx: Tx,
  o: { userId: number; id: number; now: Date; publicUrl: string },
): Promise<{ deliveryIds: string[]; waits: string | null }> {
  const c = await openCase(tx, o.userId, o.id, { lock: true });
  const alertCase = c.alertCase ?? c.id;
  if (c.facts.state !== 'FORWARDED' || alertCase !== c.id)
    throw new ProblemError('case_wrong_state', 'Only the case that stands for its file, as long as it is forwarded.');
  const { rows } = await sql<{
    id: number;
    moved: string | null;
  }>`select id, recipient_region as moved from cases where alert_case = ${alertCase} order by id`.execute(tx);
  const cases: OpenCase[] = [];
  for (const r of rows) cases.push(await openCase(tx, o.userId, r.id, { lock: true }));
  const moved = rows.find((r) => r.id === c.id)?.moved ?? null;
  const region = moved ?? c.facts.region;
  const payload = await payloadOf({ tx, userId: o.userId, now: o.now, cases: [c, ...cases.filter((x) => x.id !== c.id)] }, region, o.publicUrl);
  const routed = await insertRouted(tx, { caseId: c.id, region, label: c.label, event: 'case.forwarded', payload, now: o.now, moved: moved !== null });
  await record(tx, c.id, o.userId, 'alert_routed', { deliveries: routed.ids.length });
  return { deliveryIds: routed.ids, waits: routed.waits };
}

/** What was said about a person is taken back, to every office that was told (I13). */
export async function withdrawCase(tx: Tx, ask: Ask, input: WithdrawInput, publicUrl: string): Promise<Sent> {
  let deliveryIds: string[] = [];
  const moved = await takeStep({
    tx,
    ...ask,
    act: 'withdraw',
    effect: async () => (c) => ({
      event: 'withdrawn',
      data: { was: c.facts.state },
      words: { kind: 'withdrawal', stage: 'BAWASLU', content: { ...input } },
      set: { recipient_question: null },
    }),
    after: async (ctx) => {
      const c = lead(ctx);
      const payload: CaseWithdrawnPayload = {
        type: 'case.withdrawn',
        schema_version: 1,
        case_number: caseNumber(c.alertCase ?? c.id),
        case_numbers: ctx.cases.map((x) => caseNumber(x.id)),
        region: c.facts.region,
        forwarded_at: (c.facts.forwardedAt ?? ctx.now).toISOString(),
        withdrawn_at: ctx.now.toISOString(),
        reason: input.reason,
        link: `${publicUrl}/#/kasus/${c.id}`,
      };
      deliveryIds = await insertRetractions(tx, { caseId: c.id, alertCase: c.alertCase ?? c.id, payload });
    },
  });
  return { ...moved, deliveryIds };
}

interface SentPost {
  id: number;
  platform: string;
  url: string | null;
}

async function payloadOf(ctx: StepContext, region: string, publicUrl: string): Promise<CaseForwardedPayload> {
  const c = lead(ctx);
  const subject = await readSubject(ctx.tx, c.id);
  const posts = await postsOf(ctx);
  const [post] = posts;
  const { rows } = await sql<{ region: string; number: string | null }>`
    select coalesce((select name from region where code = left(${region}, 5)), ${region}) as region, (select number from finding where id = ${c.findingId}::bigint) as number`.execute(
    ctx.tx,
  );
  const facts = rows[0];
  if (!subject || !post || !facts || !c.decidedAt) throw new Error(`case ${c.id} cannot be forwarded: its person, evidence or decision is missing`);
  const acts = [...new Set(ctx.cases.flatMap((x) => x.facts.acts))].sort();
  return {
    type: 'case.forwarded',
    schema_version: 1,
    case_number: caseNumber(c.id),
    ...(facts.number === null ? {} : { finding_number: facts.number }),
    region,
    region_name: facts.region,
    label: c.label,
    phase: c.facts.phase,
    acts: named(acts),
    subject: { name: subject.name, key_tail: subject.keyTail, agency: subject.agency, opd: subject.opd, employment_status: subject.employmentStatus },
    post: { platform: post.platform, url: post.url, posted_at: c.postedAt.toISOString() },
    ...(ctx.cases.length === 1 ? {} : { posts: ctx.cases.map((x) => sentPost(x, posts)) }),
    decided_at: c.decidedAt.toISOString(),
    forwarded_at: (c.facts.forwardedAt ?? ctx.now).toISOString(),
    link: `${publicUrl}/#/kasus/${c.id}`,
  };
}

const named = (codes: readonly string[]) => codes.map((code) => ({ code, name: actByCode(code)?.name ?? code }));

function sentPost(c: OpenCase, posts: readonly SentPost[]): NonNullable<CaseForwardedPayload['posts']>[number] {
  const post = posts.find((p) => p.id === c.id);
  return {
    case_number: caseNumber(c.id),
    platform: post?.platform ?? 'other',
    url: post?.url ?? null,
    posted_at: c.postedAt.toISOString(),
    acts: named(c.facts.acts),
  };
}

async function postsOf(ctx: StepContext): Promise<SentPost[]> {
  const { rows } = await sql<{ id: number; content: EvidenceContent }>`select distinct on (e.case_id) e.case_id as id, e.content from evidence e
    where e.case_id = any(${ctx.cases.map((c) => c.id)}::bigint[]) order by e.case_id, e.version_id`.execute(ctx.tx);
  return rows.map((r) => ({ id: r.id, platform: r.content.platform, url: r.content.post.url ?? null }));
}
