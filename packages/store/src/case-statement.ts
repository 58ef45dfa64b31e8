/** What a statement of reasons is written from: the frozen reasons of the decision, the sealed post, the plenary and the hearing. */
import { type ActLaw, caseNumber, exemptionByCode, type HearingOutcome, hideWords, Phase, ProblemError, type StatementFacts } from '@pantau/domain';
import { maskWords } from './case-identity.ts';
import type { Tx } from './db.ts';
import type { EvidenceContent } from './evidence.ts';
import { sql } from './kysely.ts';

interface Reasons {
  state: string;
  round: number;
  readers: number;
  acts: ActLaw[];
  exemption: { code: string; name: string } | null;
  weighed: string[];
  reasons: string[];
}

interface Row {
  id: number;
  region: string;
  regionName: string | null;
  contest: string | null;
  phase: string;
  postedAt: Date;
  capturedAt: Date;
  decidedAt: Date | null;
  reasons: Reasons | null;
  content: EvidenceContent | null;
  sha256: string | null;
  finding: StatementFacts['finding'];
  hearing: HearingOutcome | null;
}

/** Refused while the case is under review: there is no decision then, and an earlier one must not guide the readers. */
export async function readStatementFacts(tx: Tx, id: number): Promise<StatementFacts> {
  const { rows } = await sql<Row>`
    select c.id, c.region, coalesce((select name from region where code = left(c.region, 5)), (select name from region where code = left(c.region, 2))) as "regionName",
      (select k.name from register_contest k where k.id = c.contest order by k.part_id desc limit 1) as contest, c.phase, c.posted_at as "postedAt",
      c.captured_at as "capturedAt", c.decided_at as "decidedAt",
      (select x.content from case_record x where x.case_id = c.id and x.kind = 'reasons' order by x.id desc limit 1) as reasons,
      e.content, encode(e.sha256, 'hex') as sha256,
      (select jsonb_build_object('number', f.number, 'plenaryNo', f.plenary_no, 'plenaryOn', f.plenary_on) from finding f where f.id = c.finding_id) as finding,
      (select h.outcome from hearing h where h.case_id = c.id and h.stage = 'BAWASLU' order by h.id desc limit 1) as hearing
      from cases c left join lateral (select v.content, v.sha256 from evidence v where v.case_id = c.id order by v.version_id limit 1) e on true
     where c.id = ${id} and c.state not in ('FLAGGED', 'IN_REVIEW', 'EXPIRED')`.execute(tx);
  const [r] = rows;
  if (!r) {
    const there = await sql`select 1 from cases where id = ${id}`.execute(tx);
    throw new ProblemError(there.rows.length > 0 ? 'case_wrong_state' : 'not_found');
  }
  if (!r.reasons || !r.content || !r.decidedAt) throw new ProblemError('case_wrong_state', 'No reasons were kept for this case.');
  // Who reads the reasons is told of no name, also where the post or a reader wrote one.
  const words = await maskWords(tx, id);
  const facts = factsOf(r, r.reasons, r.content, r.decidedAt);
  const hide = (t: string) => hideWords(t, words);
  return { ...facts, text: hide(facts.text), quotes: facts.quotes.map(hide), reasons: facts.reasons.map(hide) };
}

function factsOf(r: Row, reasons: Reasons, content: EvidenceContent, decidedAt: Date): StatementFacts {
  const { text } = content.post;
  const spans = content.verdict.evidence.filter((e) => e.field === 'text').map((e) => text.slice(e.start, e.end));
  return {
    caseNumber: caseNumber(r.id),
    region: r.region,
    regionName: r.regionName ?? r.region,
    contestName: r.contest,
    phase: Phase.parse(r.phase),
    confirmed: reasons.state === 'CONFIRMED',
    platform: content.platform,
    postedAt: r.postedAt,
    capturedAt: r.capturedAt,
    sha256: r.sha256 ?? '',
    text,
    quotes: [...new Set(spans)],
    acts: reasons.acts,
    exemption: reasons.exemption,
    weighed: reasons.weighed.map((code) => ({ code, name: exemptionByCode(code)?.name ?? code })),
    reasons: reasons.reasons,
    readers: reasons.readers,
    round: reasons.round,
    decidedAt,
    finding: r.finding,
    hearing: r.hearing,
  };
}
