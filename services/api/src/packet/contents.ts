/** What leaves the house of a case: without third persons' handles, without scores, without pictures. Pure. */
import {
  actByCode,
  caseNumber,
  cutAtPointers,
  disclose,
  knownHandles,
  type Leaf,
  maskNip,
  maskPointer,
  maskText,
  normaliseHandle,
  PACKET_FILES,
  type PacketAudit,
  type PacketEvidence,
} from '@pantau/domain';
import type { PacketEvidenceRow, PacketSource } from '@pantau/store';

export const handlesOf = (s: PacketSource): Set<string> => knownHandles([...s.accounts.map((a) => a.handle), ...(s.contest?.handles ?? [])]);

/**
 * Leaves that stay in the house: weights and score (they are no measure of guilt), the platform's raw answer and links to
 * pictures (both may show others), who verified the account, and whatever points to a third person.
 */
const HIDDEN =
  /^\/verdict\/(score|evidence\/\d+\/weight)$|^\/post\/(raw\/body|media\/\d+\/(url|path)|provenance\/collected_by)$|^\/basis\/account\/verified_by$/;
const HANDLE = /^\/post\/(reply_to|shared_from)\/handle$/;

function mayShow(leaf: Leaf, known: ReadonlySet<string>): boolean {
  if (HIDDEN.test(leaf.path)) return false;
  if (HANDLE.test(leaf.path)) return known.has(normaliseHandle(String(leaf.value)));
  const piece = /#(\d+)$/.exec(leaf.path)?.[1];
  if (piece === undefined || Number(piece) % 2 === 0) return true;
  return maskPointer(String(leaf.value), known) === leaf.value;
}

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');

/** Null for evidence of before salted leaves: it can only be quoted by its hash. */
export function evidenceFile(e: PacketEvidenceRow, caseId: number, known: ReadonlySet<string>): PacketEvidence | null {
  const { seed, root, prevHash, position } = e;
  if (seed === null || root === null || prevHash === null || position === null) return null;
  return {
    case_id: caseId,
    version_id: e.versionId,
    position,
    prev_hash: hex(prevHash),
    root: hex(root),
    sha256: hex(e.sha256),
    sealed_at: e.sealedAt.toISOString(),
    leaves: disclose(e.content, seed, (leaf) => mayShow(leaf, known)) as PacketEvidence['leaves'],
  };
}

export interface TextRun {
  text: string;
  /** Inside a span that the engine matched. */
  marked: boolean;
  masked: boolean;
}

/** A text as it may be shown: pointers to others masked, matched spans marked. Offsets are those of the original. */
export function runsOf(text: string, spans: readonly { start: number; end: number }[], known: ReadonlySet<string>): TextRun[] {
  const runs: TextRun[] = [];
  let at = 0;
  for (const [i, piece] of cutAtPointers(text).entries()) {
    const end = at + piece.length;
    const inside = spans.filter((s) => s.start < end && s.end > at);
    const shown = i % 2 === 0 ? piece : maskPointer(piece, known);
    if (shown !== piece) runs.push({ text: shown, marked: inside.length > 0, masked: true });
    else runs.push(...cutAtSpans(piece, at, inside));
    at = end;
  }
  return runs.filter((r) => r.text !== '');
}

function cutAtSpans(piece: string, offset: number, spans: readonly { start: number; end: number }[]): TextRun[] {
  const edges = new Set([0, piece.length]);
  for (const s of spans) for (const e of [s.start - offset, s.end - offset]) if (e > 0 && e < piece.length) edges.add(e);
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(1).map((end, i) => {
    const start = sorted[i] ?? 0;
    return { text: piece.slice(start, end), marked: spans.some((s) => s.start < end + offset && s.end > start + offset), masked: false };
  });
}

export function auditFile(s: PacketSource): PacketAudit {
  return {
    rows: s.audit.map((r) => ({
      id: r.id,
      at: r.at.toISOString(),
      epoch: r.epoch,
      actor: r.actor,
      action: r.action,
      object: r.object,
      object_id: r.objectId,
      data: r.data,
      prev_hash: hex(r.prevHash),
      hash: hex(r.hash),
    })),
  };
}

/** The case as data, snake_case as everywhere. Free words of colleagues pass the same mask as the post. */
export function caseFile(s: PacketSource, known: ReadonlySet<string>): Record<string, unknown> {
  const c = s.case;
  return {
    number: caseNumber(c.id),
    region: c.region,
    region_name: c.regionName,
    election: c.election,
    contest: s.contest
      ? { id: c.contest, name: s.contest.name, contestants: s.contest.contestants.map((t) => ({ id: t.id, name: t.name, ballot_number: t.ballotNumber })) }
      : null,
    state: c.state,
    allegation: {
      label: c.label,
      direction: c.direction,
      phase: c.phase,
      acts: c.acts.map((code) => ({ code, name: actByCode(code)?.name ?? code, law: actByCode(code)?.source ?? null })),
    },
    times: {
      posted_at: c.postedAt.toISOString(),
      captured_at: c.capturedAt.toISOString(),
      flagged_at: c.firstFlaggedAt.toISOString(),
      known_at: c.knownAt?.toISOString() ?? null,
      decided_at: c.decidedAt?.toISOString() ?? null,
      forwarded_at: c.forwardedAt?.toISOString() ?? null,
    },
    subject: s.subject && {
      name: s.subject.name,
      nip: maskNip(s.subject.keyTail),
      employment_status: s.subject.employmentStatus,
      position_type: s.subject.positionType,
      agency: s.subject.agency,
      opd: s.subject.opd,
      region: s.subject.region,
      appointing_authority: s.subject.appointingAuthority,
      accounts: s.accounts,
    },
    finding: s.finding && {
      number: s.finding.number,
      plenary_no: s.finding.plenaryNo,
      plenary_on: s.finding.plenaryOn,
      form_a: maskAll(s.finding.formA, known),
      form_b2: maskAll(s.finding.formB2, known),
    },
    ...proceedingsOf(s, known),
    evidence: s.evidence.map((e) => ({
      version_id: e.versionId,
      sha256: hex(e.sha256),
      sealed_at: e.sealedAt.toISOString(),
      file: e.seal === 1 ? null : PACKET_FILES.evidence(e.versionId),
    })),
    attachments: s.attachments.map((a) => ({
      id: a.id,
      stage: a.stage,
      kind: a.kind,
      file_name: masked(a.fileName, known),
      media_type: a.mediaType,
      bytes: a.size,
      sha256: hex(a.sha256),
      added_at: a.addedAt.toISOString(),
      /** Null: it may show a face and stays in the house; the hash proves which file is meant. */
      file: a.text === null ? null : attachmentPath(a.id),
    })),
  };
}

/** What was thought, said and done about it, in order. */
function proceedingsOf(s: PacketSource, known: ReadonlySet<string>): Record<string, unknown> {
  return {
    opinions: s.opinions.map((o) => ({ by: o.by, finding: o.finding, acts: o.acts, reason: masked(o.reason, known), at: o.at.toISOString() })),
    records: s.records.map((r) => ({ kind: r.kind, stage: r.stage, content: maskAll(r.content, known), at: r.at.toISOString() })),
    hearings: s.hearings.map((h) => ({
      stage: h.stage,
      summons_no: h.summonsNo,
      scheduled_at: h.scheduledAt.toISOString(),
      place: h.place,
      outcome: h.outcome,
      held_at: h.heldAt?.toISOString() ?? null,
      minutes: masked(h.minutes, known),
    })),
    timeline: s.events.map((e) => ({ type: e.type, by: e.by, at: e.at.toISOString() })),
  };
}

const masked = (t: string | null, known: ReadonlySet<string>): string | null => (t === null ? null : maskText(t, known));

export const attachmentPath = (id: number): string => `lampiran/lampiran-${id}.txt`;

/** Every text inside a value. */
function maskAll(value: unknown, known: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return maskText(value, known);
  if (Array.isArray(value)) return value.map((v) => maskAll(v, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, maskAll(v, known)]));
}
