/** The steps of a case after its confirmation, one route an act. They differ in their words and their store function, in nothing else. */
import {
  AnswerInput,
  AppealDecisionInput,
  AppealInput,
  type CaseAct,
  CloseInput,
  CriminalTrackInput,
  DecisionInput,
  ExtensionInput,
  FindingInput,
  ForwardInput,
  HearingInput,
  ReaddressInput,
  ReceiptInput,
  RegistrationInput,
  rolesOf,
  StatementInput,
  StudyInput,
  SummonsInput,
  WithdrawInput,
} from '@pantau/domain';
import * as store from '@pantau/store';
import type { z } from 'zod';
import { userOf } from '../access.ts';
import { act, etagOf, expectedRevision, MatchHeaders } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { FindingView, RegistrationView, SentView } from '../schemas/workflow.ts';
import { IdParams, MovedView, PROBLEMS_4XX_5XX } from '../schemas.ts';

interface StepRoute<B extends z.ZodType> {
  act: CaseAct;
  path: string;
  summary: string;
  body: B;
  view?: z.ZodType;
  /** Answers the new state with what else the caller should know; `deliveryIds` are rung for after commit. */
  run: (
    tx: store.Tx,
    ask: store.Ask,
    body: z.infer<B>,
    roles: readonly string[],
  ) => Promise<store.Moved & { deliveryIds?: string[]; extra?: Record<string, unknown> }>;
}

export function workflowRoutes(app: Api, deps: ApiDeps): void {
  clarificationRoutes(app, deps);
  sendingRoutes(app, deps);
  officeRoutes(app, deps);
}

function clarificationRoutes(app: Api, deps: ApiDeps): void {
  const add = adder(app, deps);
  add({
    act: 'finding',
    path: 'finding',
    summary: 'The plenary fixes the matter as a finding, with Form A and Form B.2; numbers the file',
    body: FindingInput,
    view: FindingView,
    run: async (tx, ask, body) => {
      const { findingNumber, ...moved } = await store.decideFinding(tx, ask, body);
      return { ...moved, extra: { finding_number: findingNumber } };
    },
  });
  add({
    act: 'register',
    path: 'registration',
    summary: 'Register a finding',
    body: RegistrationInput,
    view: RegistrationView,
    run: async (tx, ask, body) => {
      const { registrationNumber, ...moved } = await store.registerFinding(tx, ask, body);
      return { ...moved, extra: { registration_number: registrationNumber } };
    },
  });
  add({ act: 'summon', path: 'summons', summary: 'Summon the person to be heard at Bawaslu', body: SummonsInput, run: store.summon });
  add({ act: 'hear', path: 'hearings', summary: 'Record that the person was heard, refused or did not come', body: HearingInput, run: store.recordHearing });
  add({ act: 'state', path: 'statements', summary: 'Put a statement of the person on record', body: StatementInput, run: store.recordStatement });
  add({ act: 'extend', path: 'extension', summary: 'Extend the study once, because more evidence is needed', body: ExtensionInput, run: store.extendStudy });
  add({ act: 'not_proven', path: 'study', summary: 'The study finds nothing proven', body: StudyInput, run: store.studyNotProven });
  add({ act: 'criminal_track', path: 'criminal-track', summary: 'Hand the matter to Gakkumdu', body: CriminalTrackInput, run: store.toCriminalTrack });
  add({ act: 'close', path: 'close', summary: 'File the follow-up report; the retention clock starts', body: CloseInput, run: store.closeCase });
}

function sendingRoutes(app: Api, deps: ApiDeps): void {
  const add = adder(app, deps);
  const sent = ({ deliveryIds, ...moved }: store.Sent) => ({ ...moved, deliveryIds, extra: { deliveries: deliveryIds.length } });
  add({
    act: 'forward',
    path: 'forward',
    summary: 'Forward to the personnel office: after a clarification, or directly in phase PRE',
    body: ForwardInput.nullish(),
    view: SentView,
    run: async (tx, ask, body) => sent(await store.forwardCase(tx, ask, body ?? {}, deps.publicUrl)),
  });
  add({
    act: 'readdress',
    path: 'readdress',
    summary: 'Answer an office that asked whose person this is: another region, or the same office again',
    body: ReaddressInput,
    view: SentView,
    run: async (tx, ask, body) => sent(await store.readdressCase(tx, ask, body, deps.publicUrl)),
  });
  add({
    act: 'withdraw',
    path: 'withdraw',
    summary: 'Withdraw a finding; a retraction goes to everyone who received the alert',
    body: WithdrawInput,
    view: SentView,
    run: async (tx, ask, body) => sent(await store.withdrawCase(tx, ask, body, deps.publicUrl)),
  });
}

function officeRoutes(app: Api, deps: ApiDeps): void {
  const add = adder(app, deps);
  add({ act: 'answer', path: 'answer', summary: 'The office answers: not ours, moved, or the wrong person', body: AnswerInput, run: store.answerCase });
  add({ act: 'receive', path: 'receipt', summary: 'The office has received the recommendation', body: ReceiptInput, run: store.receiveCase });
  add({ act: 'ppk_summon', path: 'examination-summons', summary: 'Summon the person to the examination', body: SummonsInput, run: store.summonToExam });
  add({ act: 'ppk_hear', path: 'examination', summary: 'Record the examination, a refusal or an absence', body: HearingInput, run: store.recordExam });
  add({
    act: 'decide',
    path: 'decision',
    summary: 'The decision of the appointing authority: one penalty, or none',
    body: DecisionInput,
    run: store.decideSanction,
  });
  add({
    act: 'appeal',
    path: 'appeal',
    summary: 'An objection or appeal of the person is put on record',
    body: AppealInput,
    run: (tx, ask, body, roles) => store.fileAppeal(tx, ask, body, roles.includes('personnel_office') ? 'office' : 'house'),
  });
  add({
    act: 'decide_appeal',
    path: 'appeal-decision',
    summary: 'The appeal is decided by somebody who did not touch the case',
    body: AppealDecisionInput,
    run: store.decideAppeal,
  });
}

function adder(app: Api, deps: ApiDeps) {
  return <B extends z.ZodType>(r: StepRoute<B>): void => {
    app.post(
      `/v1/cases/:id/${r.path}`,
      {
        config: { access: { roles: rolesOf(r.act) } },
        schema: {
          tags: ['casework'],
          summary: r.summary,
          params: IdParams,
          headers: MatchHeaders,
          body: r.body,
          response: { 200: r.view ?? MovedView, ...PROBLEMS_4XX_5XX },
        },
      },
      async (request, reply) => {
        const { id } = request.params as z.infer<typeof IdParams>;
        const roles = userOf(request).roles.map((x) => x.role);
        let rung: readonly string[] = [];
        const fresh = await act(deps, request, reply, async (tx, userId) => {
          const ask = { userId, id, expected: expectedRevision(request), now: deps.clock() };
          const { deliveryIds, extra, ...moved } = await r.run(tx, ask, request.body as z.infer<B>, roles);
          rung = deliveryIds ?? [];
          return { status: 200, body: { ...moved, ...extra }, etag: etagOf(moved.revision) };
        });
        if (fresh) afterStep(deps, { act: r.act, id, userId: userOf(request).userId, rung });
        return reply;
      },
    );
  };
}

/** After commit. Dies before the bell rings: the rows wait for the sweeper of the alerts service. */
function afterStep(deps: ApiDeps, o: { act: CaseAct; id: number; userId: number; rung: readonly string[] }): void {
  deps.events.caseMoved(o.act, o.id, o.userId);
  if (o.rung.length > 0) void deps.ring(o.rung).catch((err: unknown) => deps.events.bellMissed(o.rung.length, err));
}
