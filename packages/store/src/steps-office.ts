/** The steps of the personnel office and the appointing authority (PPK), from FORWARDED on. */
import type { AnswerInput, AppealDecisionInput, AppealInput, DecisionInput, HearingInput, ReceiptInput, SummonsInput } from '@pantau/domain';
import type { Moved } from './case-change.ts';
import type { Tx } from './db.ts';
import { type Ask, addHearing, endHearing } from './steps-bawaslu.ts';
import { takeStep } from './take-step.ts';

/** Not ours, moved, or the wrong person: whose the person is becomes a question with a deadline, for a commissioner to answer. */
export function answerCase(tx: Tx, ask: Ask, input: AnswerInput): Promise<Moved> {
  return takeStep({
    tx,
    ...ask,
    act: 'answer',
    effect: async () => () => ({
      event: 'answered',
      data: { answer: input.answer, to_region: input.to_region ?? null },
      words: { kind: 'answer', stage: 'PPK', content: { ...input } },
      set: { recipient_question: input.answer },
      anchor: 'asked_at',
    }),
  });
}

export function receiveCase(tx: Tx, ask: Ask, input: ReceiptInput): Promise<Moved> {
  return takeStep({
    tx,
    ...ask,
    act: 'receive',
    effect: async () => () => ({ event: 'received', words: { kind: 'receipt', stage: 'PPK', content: { ...input } }, anchor: 'received_at' }),
  });
}

export function summonToExam(tx: Tx, ask: Ask, input: SummonsInput): Promise<Moved> {
  return takeStep({
    tx,
    ...ask,
    act: 'ppk_summon',
    effect: async (ctx) => {
      for (const c of ctx.cases) await addHearing(ctx, c, 'PPK', input);
      return () => ({ event: 'ppk_summoned', data: { summons_no: input.summons_no } });
    },
  });
}

export function recordExam(tx: Tx, ask: Ask, input: HearingInput): Promise<Moved> {
  return takeStep({
    tx,
    ...ask,
    act: 'ppk_hear',
    effect: async (ctx) => {
      for (const c of ctx.cases) await endHearing(ctx, c, 'PPK', input);
      return () => ({ event: 'ppk_heard', data: { outcome: input.outcome } });
    },
  });
}

/** One penalty, or none. */
export function decideSanction(tx: Tx, ask: Ask, input: DecisionInput): Promise<Moved> {
  return takeStep({
    tx,
    ...ask,
    act: 'decide',
    effect: async () => () => ({
      event: 'decided',
      data: { sanction: input.sanction },
      words: { kind: 'decision', stage: 'PPK', content: { ...input } },
      set: { sanction: input.sanction },
      anchor: 'decided_at',
    }),
  });
}

/** Filed by the person; the office, or the officer at Bawaslu, puts it on record. */
export function fileAppeal(tx: Tx, ask: Ask, input: AppealInput, by: 'office' | 'house'): Promise<Moved> {
  return takeStep({
    tx,
    ...ask,
    act: 'appeal',
    effect: async () => () => ({
      event: 'appealed',
      data: { kind: input.kind },
      words: { kind: 'appeal', stage: by === 'office' ? 'PPK' : 'BAWASLU', content: { ...input } },
      anchor: 'appealed_at',
    }),
  });
}

export function decideAppeal(tx: Tx, ask: Ask, input: AppealDecisionInput): Promise<Moved> {
  return takeStep({
    tx,
    ...ask,
    act: 'decide_appeal',
    effect: async () => () => ({
      event: 'appeal_decided',
      data: { result: input.result, sanction: input.sanction },
      words: { kind: 'appeal_decision', stage: 'PPK', content: { ...input } },
      set: { sanction: input.sanction },
      anchor: 'decided_at',
    }),
  });
}
