/** A text of the post with what the engine saw in it. Everything is a text node: nothing of a post can become an element. */
import { useMemo } from 'react';
import type { CaseView, Span } from '../../api/types.ts';
import { useI18n } from '../../i18n/index.tsx';
import { Explain } from '../../ui/hint.tsx';
import { classOf, segments } from './spans.ts';
import { useCue } from './words.ts';

interface Props {
  text: string;
  spans: readonly Span[];
  basis: Basis;
}

/** The acts that this post may be, and where they are written. */
export type Basis = CaseView['act_choices'];

export function Marked({ text, spans, basis }: Props) {
  const cue = useCue();
  const parts = useMemo(() => segments(text, spans), [text, spans]);
  return parts.map((part) => {
    const [first] = part.spans;
    if (!first) return <span key={part.start}>{part.text}</span>;
    return (
      <Explain key={part.start} title={cue(first)} content={<Why spans={part.spans} basis={basis} />}>
        <mark className={classOf(first)}>{part.text}</mark>
      </Explain>
    );
  });
}

function Why({ spans, basis }: { spans: readonly Span[]; basis: Basis }) {
  const { t, weight } = useI18n();
  const cue = useCue();
  const speaksFor = spans.some((s) => ['support', 'attack'].includes(classOf(s)));
  return (
    <>
      <ul className="why">
        {spans.map((s) => (
          <li key={`${s.rule} ${s.start} ${s.kind}`}>
            {spans.length > 1 ? <span>{cue(s)}</span> : null}
            <span className="soft">
              {t('span.rule', { rule: s.rule })}
              {s.weight === null ? '' : ` · ${t('span.weight', { weight: weight(s.weight) })}`}
            </span>
          </li>
        ))}
      </ul>
      {spans.some((s) => classOf(s) === 'mitigating') ? <p className="small">{t('span.against')}</p> : null}
      {speaksFor && basis.length > 0 ? (
        <ul className="why small">
          {basis.map((a) => (
            <li key={a.code}>
              <span>{t('span.basis', { code: a.code })}</span>
              <span className="soft">{a.source}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
