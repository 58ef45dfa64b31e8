/** One request: what is wished, who asks, and the answer. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { http, type Outcome, send } from '../../api/client.ts';
import { office } from '../../api/office-queries.ts';
import { announce } from '../../app/announce.tsx';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { Select, TextArea, TextField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/page.tsx';
import { Tag } from '../../ui/tag.tsx';
import { type Act, useAct } from '../../ui/use-act.ts';
import { DESK, PrivacyPage } from './privacy-frame.tsx';
import { Clock, REQUEST_HUES } from './requests.tsx';

const NUMBER_CHARS = 40;
const ANSWER_CHARS = 8_000;
const PROOFS = ['in_person', 'office_letter', 'official_id', 'statement_link'] as const;
const OUTCOMES = ['granted', 'partly_granted', 'denied'] as const;
const REFUSALS = ['identity_not_proven', 'not_held_here', 'legal_exception', 'repeated'] as const;

const useRequest = (id: number) => useQuery(office.request(id));
type Detail = NonNullable<ReturnType<typeof useRequest>['data']>;

export function Request() {
  const { t } = useI18n();
  const { requestId = '' } = useParams({ strict: false });
  const query = useRequest(Number(requestId));
  return (
    <PrivacyPage about={t('request.about')} roles={DESK}>
      <p>
        <Link to="/privasi/permintaan">{t('request.back')}</Link>
      </p>
      <Loaded query={query}>{(r) => <One r={r} />}</Loaded>
    </PrivacyPage>
  );
}

function One({ r }: { r: Detail }) {
  const { t, term, absolute } = useI18n();
  const { has } = useSession();
  const client = useQueryClient();
  const act = useAct();
  const step = (name: 'identity' | 'answer' | 'refusal', body: object) =>
    act.run(
      () => send((headers) => postStep(r.id, name, body, headers), `"${r.revision}"`),
      () => {
        announce(t('request.saved'));
        void client.invalidateQueries({ queryKey: ['subject-request', r.id] });
        void client.invalidateQueries({ queryKey: ['subject-requests'] });
      },
    );
  const open = r.answered_at === null;
  return (
    <>
      <h2>{t('requests.n', { n: r.id })}</h2>
      <p>
        <Tag hue={REQUEST_HUES[r.state]}>{term('requestState', r.state)}</Tag> <Clock r={r} />
      </p>
      <dl className="facts">
        <div>
          <dt>{t('requests.kind')}</dt>
          <dd>
            {term('requestKind', r.kind)}: {term('requestMatter', r.matter)}
          </dd>
        </div>
        <div>
          <dt>{t('requests.received')}</dt>
          <dd>{absolute(r.received_at)}</dd>
        </div>
        <div>
          <dt>{t('requests.contact')}</dt>
          <dd>{r.contact ?? '—'}</dd>
        </div>
        <div>
          <dt>{t('requests.wish')}</dt>
          <dd className="words">{r.wish}</dd>
        </div>
        {r.answer ? (
          <div>
            <dt>{t('request.answer')}</dt>
            <dd className="words">
              {term('requestOutcome', r.outcome ?? r.refusal)}. {r.answer}
            </dd>
          </div>
        ) : null}
      </dl>
      {open && has('handling_officer') ? r.state === 'RECEIVED' ? <Identity act={act} step={step} /> : <Answer r={r} act={act} step={step} /> : null}
      {open && has('handling_officer') ? <Refusal act={act} step={step} /> : null}
      <Fault text={act.error} />
    </>
  );
}

function postStep(id: number, name: string, body: object, headers: Record<string, string>): Promise<Outcome<unknown>> {
  const post = http.POST as unknown as (path: string, init: object) => Promise<Outcome<unknown>>;
  return post(`/v1/subject-requests/${id}/${name}`, { body, headers });
}

interface StepProps {
  act: Act;
  step: (name: 'identity' | 'answer' | 'refusal', body: object) => void;
}

/** Nobody is told anything about a person before it is known that they are that person. */
function Identity({ act, step }: StepProps) {
  const { t, term } = useI18n();
  const [number, setNumber] = useState('');
  const [proof, setProof] = useState<string>(PROOFS[0]);
  return (
    <div className="stack">
      <h3>{t('request.identity')}</h3>
      <p className="soft">{t('request.identity_about')}</p>
      <div className="fields">
        <TextField label={t('request.number')} autoComplete="off" maxLength={NUMBER_CHARS} value={number} onChange={(e) => setNumber(e.target.value)} />
        <Select label={t('request.proof')} value={proof} onChange={setProof} options={PROOFS.map((p) => [p, term('proof', p)] as const)} />
        <Button look="primary" disabled={act.busy || number.trim() === ''} onClick={() => step('identity', { number: number.trim(), proof })}>
          {t('request.checked')}
        </Button>
      </div>
    </div>
  );
}

function Answer({ r, act, step }: StepProps & { r: Detail }) {
  const { t, term } = useI18n();
  const [outcome, setOutcome] = useState<string>(OUTCOMES[0]);
  const [answer, setAnswer] = useState('');
  const [account, setAccount] = useState('');
  const asksAccount = r.matter === 'wrong_account' && outcome !== 'denied';
  return (
    <div className="stack">
      <h3>{t('request.give')}</h3>
      <Select label={t('request.outcome')} value={outcome} onChange={setOutcome} options={OUTCOMES.map((o) => [o, term('requestOutcome', o)] as const)} />
      {asksAccount ? (
        <Select
          label={t('request.which_account')}
          value={account}
          onChange={setAccount}
          options={[['', t('request.choose')], ...r.accounts.map((a) => [String(a.id), `${a.platform}: ${a.handle}`] as const)]}
        />
      ) : null}
      <TextArea
        label={t('request.answer')}
        hint={t('request.answer_hint')}
        rows={5}
        maxLength={ANSWER_CHARS}
        value={answer}
        onChange={(e) => setAnswer(e.target.value)}
      />
      <div>
        <Button
          look="primary"
          disabled={act.busy || answer.trim() === '' || (asksAccount && account === '')}
          onClick={() => step('answer', { outcome, answer, ...(asksAccount ? { account_id: Number(account) } : {}) })}
        >
          {t('request.send')}
        </Button>
      </div>
    </div>
  );
}

function Refusal({ act, step }: StepProps) {
  const { t, term } = useI18n();
  const [refusal, setRefusal] = useState<string>(REFUSALS[0]);
  const [answer, setAnswer] = useState('');
  return (
    <details>
      <summary>{t('request.refuse')}</summary>
      <div className="stack">
        <Select label={t('request.refusal')} value={refusal} onChange={setRefusal} options={REFUSALS.map((x) => [x, term('requestOutcome', x)] as const)} />
        <TextArea label={t('request.refusal_words')} rows={3} maxLength={ANSWER_CHARS} value={answer} onChange={(e) => setAnswer(e.target.value)} />
        <div>
          <Button disabled={act.busy || answer.trim() === ''} onClick={() => step('refusal', { refusal, answer })}>
            {t('request.refuse')}
          </Button>
        </div>
      </div>
    </details>
  );
}
