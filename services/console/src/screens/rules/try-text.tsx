/** A text, where and when it was written and by whom: how the rules in force read it. It is kept nowhere, not even in this page's address. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { http, read } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import type { TrialBody, TrialResult } from '../../api/types.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { Select, TextArea, TextField } from '../../ui/field.tsx';
import { Failure } from '../../ui/states.tsx';
import { TrialReading } from './trial.tsx';

const TEXT_CHARS = 20_000;
const STATUSES = ['PNS', 'CPNS', 'PPPK', 'PPPK_PARUH_WAKTU', 'NON_ASN'] as const;
/** The middle of a working day in every zone of the country. */
const TIME_OF_DAY = 'T12:00:00+07:00';

/** The contests of the region and above; one chosen puts the author where it is held. */
function ContestChoice({ region, onChoose }: { region: string; onChoose: (region: string) => void }) {
  const { t } = useI18n();
  const list = useQuery(queries.contestsIn(region));
  const known = list.data ?? [];
  if (known.length === 0) return null;
  return (
    <Select
      label={t('trial.contest')}
      value=""
      onChange={(id) => {
        const held = known.find((c) => c.id === id)?.region;
        if (held !== undefined && held !== 'ID') onChoose(held);
      }}
      options={[['', t('trial.any_contest')], ...known.map((c) => [c.id, c.name] as const)]}
    />
  );
}

export function TryText() {
  const { t, term } = useI18n();
  const { regions, me } = useSession();
  const own = me.roles.map((r) => r.region).find((r) => r !== 'ID');
  const [text, setText] = useState('');
  const [region, setRegion] = useState(regions.find((r) => r.code === own)?.code ?? '16.73');
  const [day, setDay] = useState(() => new Date().toISOString().slice(0, 10));
  const [status, setStatus] = useState<(typeof STATUSES)[number]>('PNS');
  const [tried, setTried] = useState<{ text: string; reading: TrialResult } | null>(null);
  const attempt = useMutation({
    mutationFn: (body: TrialBody) => read(http.POST('/v1/rules/trial', { body })),
    onSuccess: (reading, body) => setTried({ text: body.text, reading }),
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (text.trim() !== '') attempt.mutate({ text, region, posted_at: `${day}${TIME_OF_DAY}`, employment_status: status, kind: 'post' });
  };
  const provinces = regions.filter((r) => r.level === 1);
  const groups = provinces.map((p) => ({
    name: p.name,
    options: regions.filter((r) => r.code === p.code || r.code.startsWith(`${p.code}.`)).map((r) => [r.code, r.name] as const),
  }));
  return (
    <>
      <form className="card" onSubmit={submit}>
        <TextArea label={t('trial.text')} hint={t('trial.hint')} value={text} maxLength={TEXT_CHARS} rows={4} onChange={(e) => setText(e.target.value)} />
        <div className="fields">
          <Select label={t('trial.region')} value={region} onChange={setRegion} options={[]} groups={groups} />
          <ContestChoice region={region} onChoose={setRegion} />
          <TextField label={t('trial.day')} type="date" required value={day} onChange={(e) => setDay(e.target.value)} />
          <Select
            label={t('trial.status')}
            value={status}
            onChange={(v) => setStatus(STATUSES.find((s) => s === v) ?? 'PNS')}
            options={STATUSES.map((s) => [s, term('status', s)] as const)}
          />
          <Button look="primary" submit disabled={attempt.isPending || text.trim() === '' || day === ''}>
            {t('trial.do')}
          </Button>
        </div>
      </form>
      {attempt.isError ? <Failure error={attempt.error} /> : null}
      {tried ? <TrialReading text={tried.text} r={tried.reading} /> : null}
    </>
  );
}
