import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Select, TextArea, TextField } from '../../ui/field.tsx';
import { isAsked, type StepField, type StepSpec, type Values } from './step-table.ts';

interface Props {
  spec: Pick<StepSpec, 'fields'>;
  values: Values;
  faults: Readonly<Record<string, string>>;
  set: (name: string, value: string) => void;
}

export function StepFields({ spec, values, faults, set }: Props) {
  return spec.fields
    .filter((f) => isAsked(f, values))
    .map((f) => <Field key={f.name} f={f} value={values[f.name] ?? ''} fault={faults[f.name]} set={(v) => set(f.name, v)} />);
}

const TEXT_CHARS = 300;
const AREA_CHARS = 10_000;

function Field({ f, value, fault, set }: { f: StepField; value: string; fault: string | undefined; set: (v: string) => void }) {
  const { t, term } = useI18n();
  const { regions, vocabulary } = useSession();
  const codes = typeof f.options === 'string' ? vocabulary[f.options] : (f.options ?? []);
  const label = f.optional ? t('field.optional', { label: t(f.label) }) : t(f.label);
  const common = { label, error: fault, value, required: !f.optional };
  switch (f.kind) {
    case 'area':
      return <TextArea {...common} rows={3} maxLength={AREA_CHARS} onChange={(e) => set(e.target.value)} />;
    case 'choice':
      return (
        <Select label={label} value={value} onChange={set} options={[['', t('field.choose')], ...codes.map((o) => [o, term(f.words ?? '', o)] as const)]} />
      );
    case 'region':
      return (
        <Select
          label={label}
          value={value}
          onChange={set}
          options={[['', t('field.choose')], ...regions.filter((r) => r.level > 0).map((r) => [r.code, r.name] as const)]}
        />
      );
    case 'date':
      return <TextField {...common} type="date" onChange={(e) => set(e.target.value)} />;
    case 'time':
      return <TextField {...common} type="datetime-local" onChange={(e) => set(e.target.value)} />;
    case 'text':
      return <TextField {...common} maxLength={TEXT_CHARS} onChange={(e) => set(e.target.value)} />;
  }
}
