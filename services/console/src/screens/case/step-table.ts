/** The steps after a confirmation as data: where each is sent and what it asks. Whether it is possible now, the server says. */
import type { AllowedAct } from '../../api/types.ts';
import type { PlainKey } from '../../i18n/catalogue.ts';

export interface StepField {
  /** Name in the body; a dot leads into a form (`form_a.uraian`). */
  name: string;
  label: PlainKey;
  kind: 'text' | 'area' | 'date' | 'time' | 'choice' | 'region';
  optional?: boolean;
  /** Codes, or the list of the API's vocabulary that has them; and the group of words they belong to. */
  options?: readonly string[] | 'sanctions';
  words?: string;
  /** Only asked when another field has this value. */
  when?: readonly [field: string, ...values: string[]];
}

export interface StepSpec {
  act: AllowedAct['act'];
  /** Below /v1/cases/{id}/. */
  path: string;
  name: PlainKey;
  fields: readonly StepField[];
  /** What it means, said before it is done. */
  about?: PlainKey;
  /** Values that always go along. */
  fixed?: Readonly<Record<string, string>>;
}

const text = (name: string, label: PlainKey, optional = false): StepField => ({ name, label, kind: 'text', optional });
const area = (name: string, label: PlainKey, optional = false): StepField => ({ name, label, kind: 'area', optional });
const choice = (name: string, label: PlainKey, words: string, options: readonly string[]): StepField => ({ name, label, kind: 'choice', words, options });

const SANCTION: StepField = { name: 'sanction', label: 'field.sanction', kind: 'choice', words: 'class', options: 'sanctions' };

const summons = (act: StepSpec['act'], path: string, name: PlainKey): StepSpec => ({
  act,
  path,
  name,
  fields: [text('summons_no', 'field.summons_no'), { name: 'scheduled_at', label: 'field.scheduled_at', kind: 'time' }, text('place', 'field.place')],
});
const hearing = (act: StepSpec['act'], path: string, name: PlainKey): StepSpec => ({
  act,
  path,
  name,
  fields: [
    choice('outcome', 'field.outcome', 'hearing', ['held', 'refused', 'absent']),
    { name: 'held_at', label: 'field.held_at', kind: 'time', when: ['outcome', 'held'] },
    { ...area('minutes', 'field.minutes'), when: ['outcome', 'held', 'refused'] },
  ],
});

export const STEPS: readonly StepSpec[] = [
  {
    act: 'finding',
    path: 'finding',
    name: 'step.finding',
    fields: [
      text('plenary_no', 'field.plenary_no'),
      { name: 'plenary_on', label: 'field.plenary_on', kind: 'date' },
      area('form_a.uraian', 'field.form_a'),
      area('form_b2.uraian', 'field.form_b2'),
    ],
  },
  { act: 'register', path: 'registration', name: 'step.register', fields: [area('note', 'field.note', true)] },
  summons('summon', 'summons', 'step.summon'),
  hearing('hear', 'hearings', 'step.hear'),
  { act: 'state', path: 'statements', name: 'step.state', fields: [area('text', 'field.statement')] },
  { act: 'extend', path: 'extension', name: 'step.extend', fields: [area('reason', 'field.reason')] },
  {
    act: 'forward',
    path: 'forward',
    name: 'step.forward',
    about: 'forward.what',
    fields: [area('recommendation', 'field.recommendation', true), text('letter_no', 'field.letter_no', true)],
  },
  { act: 'not_proven', path: 'study', name: 'step.not_proven', fixed: { result: 'not_proven' }, fields: [area('reason', 'field.reason')] },
  {
    act: 'criminal_track',
    path: 'criminal-track',
    name: 'step.criminal_track',
    fields: [area('reason', 'field.reason'), text('letter_no', 'field.letter_no', true)],
  },
  { act: 'receive', path: 'receipt', name: 'step.receive', fields: [text('number', 'field.receipt_no'), area('note', 'field.note', true)] },
  {
    act: 'answer',
    path: 'answer',
    name: 'step.answer',
    fields: [
      choice('answer', 'field.answer', 'answer', ['not_ours', 'moved_to', 'wrong_person']),
      { name: 'to_region', label: 'field.to_region', kind: 'region', optional: true, when: ['answer', 'moved_to'] },
      { ...text('to_agency', 'field.to_agency', true), when: ['answer', 'moved_to'] },
      area('note', 'field.reason'),
    ],
  },
  {
    act: 'readdress',
    path: 'readdress',
    name: 'step.readdress',
    fields: [{ name: 'to_region', label: 'field.to_region', kind: 'region', optional: true }, area('reason', 'field.reason')],
  },
  summons('ppk_summon', 'examination-summons', 'step.ppk_summon'),
  hearing('ppk_hear', 'examination', 'step.ppk_hear'),
  {
    act: 'decide',
    path: 'decision',
    name: 'step.decide',
    fields: [
      SANCTION,
      area('sanction_text', 'field.sanction_text'),
      text('number', 'field.decree_no'),
      { name: 'decided_on', label: 'field.decided_on', kind: 'date' },
    ],
  },
  {
    act: 'appeal',
    path: 'appeal',
    name: 'step.appeal',
    fields: [
      choice('kind', 'field.appeal_kind', 'appeal', ['keberatan', 'banding']),
      { name: 'filed_on', label: 'field.filed_on', kind: 'date' },
      area('grounds', 'field.grounds'),
    ],
  },
  {
    act: 'decide_appeal',
    path: 'appeal-decision',
    name: 'step.decide_appeal',
    fields: [
      choice('result', 'field.appeal_result', 'appealResult', ['upheld', 'changed', 'annulled']),
      SANCTION,
      area('sanction_text', 'field.sanction_text'),
      text('number', 'field.decree_no'),
      { name: 'decided_on', label: 'field.decided_on', kind: 'date' },
    ],
  },
  { act: 'close', path: 'close', name: 'step.close', fields: [area('report', 'field.report'), text('number', 'field.letter_no', true)] },
  {
    act: 'reopen',
    path: 'reopen',
    name: 'step.reopen',
    fields: [choice('ground', 'field.ground', 'ground', ['new_fact', 'error']), area('reason', 'field.reason')],
  },
  { act: 'split', path: 'split', name: 'step.split', fields: [area('reason', 'field.reason')] },
  { act: 'withdraw', path: 'withdraw', name: 'step.withdraw', about: 'step.withdraw_about', fields: [area('reason', 'field.reason')] },
  // Last: a look at the name is no step forward.
  { act: 'identity', path: 'identity', name: 'step.identity', about: 'step.identity_about', fields: [text('purpose', 'field.purpose')] },
];

export type Values = Readonly<Record<string, string>>;

export const isAsked = (f: StepField, values: Values): boolean => f.when === undefined || f.when.slice(1).includes(values[f.when[0]] ?? '');

/** The body as the API takes it: what was left empty is left out, a local time gets its offset. */
export function bodyOf(spec: Pick<StepSpec, 'fields' | 'fixed'>, values: Values): Record<string, unknown> {
  const body: Record<string, unknown> = { ...spec.fixed };
  for (const f of spec.fields) {
    const value = (values[f.name] ?? '').trim();
    if (value === '' || !isAsked(f, values)) continue;
    const sent = f.kind === 'time' ? new Date(value).toISOString() : value;
    const [form, inner] = f.name.split('.');
    if (inner && form) body[form] = { ...(body[form] as object | undefined), [inner]: sent };
    else body[f.name] = sent;
  }
  return body;
}
