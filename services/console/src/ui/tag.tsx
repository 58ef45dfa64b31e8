import { useI18n } from '../i18n/index.tsx';

export type Hue = 'waiting' | 'attention' | 'done' | 'failed' | 'quiet';

/** A status word. Colour is never the only sign of it. */
export function Tag({ hue, children, title }: { hue: Hue; children: string; title?: string | undefined }) {
  return (
    <span className={`tag ${hue}`} title={title}>
      {children}
    </span>
  );
}

const HUES: Record<string, Hue> = {
  FLAGGED: 'waiting',
  IN_REVIEW: 'waiting',
  CONFIRMED: 'attention',
  FINDING: 'attention',
  REGISTERED: 'attention',
  CLARIFICATION: 'attention',
  FORWARDED: 'done',
  CRIMINAL_TRACK: 'attention',
  PPK_EXAM: 'attention',
  DECIDED: 'done',
  APPEALED: 'attention',
};

export function StateTag({ state }: { state: string }) {
  const { term } = useI18n();
  return <Tag hue={HUES[state] ?? 'quiet'}>{term('state', state)}</Tag>;
}
