/** The steps of Bawaslu after a confirmation: plenary, registration, clarification, study. Forwarding and withdrawal: steps-sending.ts. */
import {
  type CloseInput,
  type CriminalTrackInput,
  type ExtensionInput,
  type FindingInput,
  type HearingInput,
  localDay,
  type RegistrationInput,
  type StatementInput,
  type StudyInput,
  type SummonsInput,
} from '@pantau/domain';
import type { Moved, OpenCase } from './case-change.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';
import { lead, type StepContext, takeStep } from './take-step.ts';

/** What every step is asked with: who, which case as read at which revision, when. */
export interface Ask {
  userId: number;
  id: number;
  expected: number;
  now: Date;
}

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];
const SERIAL_DIGITS = 3;

/** `001/TM/PW/16.73/IX/2024`: counted by regency and year, without gaps, because the number commits with what it numbers. */
async function nextNumber(ctx: StepContext, kind: 'TM/PW' | 'Reg/TM/PW'): Promise<string> {
  const { region } = lead(ctx).facts;
  const area = region.slice(0, 5);
  const [year = '', month = '1'] = localDay(ctx.now, region).split('-');
  const { rows } = await sql<{ n: number }>`select next_case_serial(${kind}, ${area}, ${Number(year)}) as n`.execute(ctx.tx);
  return `${String(rows[0]?.n ?? 0).padStart(SERIAL_DIGITS, '0')}/${kind}/${area}/${ROMAN[Number(month) - 1]}/${year}`;
}

export interface Found extends Moved {
  findingNumber: string;
}

/** The plenary fixes the matter as a finding: one number and one pair of forms, for a file of several cases too. */
export async function decideFinding(tx: Tx, ask: Ask, input: FindingInput): Promise<Found> {
  let findingNumber = '';
  const moved = await takeStep({
    tx,
    ...ask,
    act: 'finding',
    effect: async (ctx) => {
      findingNumber = await nextNumber(ctx, 'TM/PW');
      const { rows } = await sql<{ id: number }>`insert into finding (number, region, plenary_no, plenary_on, form_a, form_b2, decided_by, decided_at)
        values (${findingNumber}, ${lead(ctx).facts.region}, ${input.plenary_no}, ${input.plenary_on}, ${JSON.stringify(input.form_a)}::jsonb,
          ${JSON.stringify(input.form_b2)}::jsonb, ${ctx.userId}, ${ctx.now}) returning id`.execute(tx);
      const findingId = rows[0]?.id ?? 0;
      return () => ({ event: 'finding', data: { finding: findingId, number: findingNumber }, set: { finding_id: findingId }, anchor: 'finding_at' });
    },
  });
  return { ...moved, findingNumber };
}

export interface Registered extends Moved {
  registrationNumber: string;
}

export async function registerFinding(tx: Tx, ask: Ask, input: RegistrationInput): Promise<Registered> {
  let registrationNumber = '';
  const moved = await takeStep({
    tx,
    ...ask,
    act: 'register',
    effect: async (ctx) => {
      registrationNumber = await nextNumber(ctx, 'Reg/TM/PW');
      return () => ({
        event: 'registered',
        data: { number: registrationNumber },
        words: { kind: 'registration', stage: 'BAWASLU', content: { number: registrationNumber, ...input } },
        anchor: 'registered_at',
      });
    },
  });
  return { ...moved, registrationNumber };
}

/** A summons offers the person the right to be heard; the case enters clarification with it. */
export function summon(tx: Tx, ask: Ask, input: SummonsInput): Promise<Moved> {
  return takeStep({
    tx,
    ...ask,
    act: 'summon',
    effect: async (ctx) => {
      for (const c of ctx.cases) await addHearing(ctx, c, 'BAWASLU', input);
      return () => ({ event: 'summoned', data: { summons_no: input.summons_no } });
    },
  });
}

export function recordHearing(tx: Tx, ask: Ask, input: HearingInput): Promise<Moved> {
  return takeStep({
    tx,
    ...ask,
    act: 'hear',
    effect: async (ctx) => {
      for (const c of ctx.cases) await endHearing(ctx, c, 'BAWASLU', input);
      return () => ({ event: 'heard', data: { outcome: input.outcome } });
    },
  });
}

export async function addHearing(ctx: StepContext, c: OpenCase, stage: 'BAWASLU' | 'PPK', input: SummonsInput): Promise<void> {
  await sql`insert into hearing (case_id, stage, summons_no, summoned_at, scheduled_at, place, summoned_by)
    values (${c.id}, ${stage}, ${input.summons_no}, ${ctx.now}, ${input.scheduled_at}, ${input.place}, ${ctx.userId})`.execute(ctx.tx);
}

export async function endHearing(ctx: StepContext, c: OpenCase, stage: 'BAWASLU' | 'PPK', input: HearingInput): Promise<void> {
  await sql`update hearing set outcome = ${input.outcome}, held_at = ${input.held_at ?? null}::timestamptz, minutes = ${input.minutes ?? null}, recorded_by = ${ctx.userId},
    recorded_at = ${ctx.now} where id = (select max(id) from hearing where case_id = ${c.id} and stage = ${stage}) and outcome is null`.execute(ctx.tx);
}

/** What the person said, taken down by the officer; the person's own way in is the statement link. */
export function recordStatement(tx: Tx, ask: Ask, input: StatementInput): Promise<Moved> {
  return takeStep({
    tx,
    ...ask,
    act: 'state',
    effect: async () => () => ({ event: 'statement', words: { kind: 'statement', stage: 'BAWASLU', content: { ...input } } }),
  });
}

/** Pilkada 3 + 2 days, Pemilu 7 days to 14 working days, when more evidence is needed. Once. */
export function extendStudy(tx: Tx, ask: Ask, input: ExtensionInput): Promise<Moved> {
  return takeStep({
    tx,
    ...ask,
    act: 'extend',
    effect: async () => () => ({ event: 'extended', words: { kind: 'extension', stage: 'BAWASLU', content: { ...input } }, extended: true }),
  });
}

export function studyNotProven(tx: Tx, ask: Ask, input: StudyInput): Promise<Moved> {
  return takeStep({
    tx,
    ...ask,
    act: 'not_proven',
    effect: async () => () => ({ event: 'not_proven', words: { kind: 'study', stage: 'BAWASLU', content: { ...input } } }),
  });
}

export function toCriminalTrack(tx: Tx, ask: Ask, input: CriminalTrackInput): Promise<Moved> {
  return takeStep({
    tx,
    ...ask,
    act: 'criminal_track',
    effect: async () => () => ({ event: 'criminal_track', words: { kind: 'criminal_track', stage: 'BAWASLU', content: { ...input } }, anchor: 'criminal_at' }),
  });
}

/** The follow-up report is filed; a file is closed case by case. */
export function closeCase(tx: Tx, ask: Ask, input: CloseInput): Promise<Moved> {
  return takeStep({
    tx,
    ...ask,
    act: 'close',
    alone: true,
    effect: async () => (c) => ({ event: 'closed', data: { was: c.facts.state }, words: { kind: 'closing', stage: 'BAWASLU', content: { ...input } } }),
  });
}
