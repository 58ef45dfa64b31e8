/** Why the post was flagged, and what spoke against it: two lists, so that neither hides in the other. */
import type { CaseView, PostVersion, Span } from '../../api/types.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Scrollable } from '../../ui/scrollable.tsx';
import { useVersionName } from './post.tsx';
import { classOf } from './spans.ts';
import { useCue } from './words.ts';

export function Reasons({ c }: { c: CaseView }) {
  const { t, term } = useI18n();
  const versionName = useVersionName(c);
  const direction = c.direction ? t('reasons.direction', { direction: term('direction', c.direction) }) : '';
  return (
    <section className="reasons" aria-labelledby="reasons">
      <h2 id="reasons">{t('reasons.title')}</h2>
      {c.versions.map((v, i) => (
        <div key={v.version_id} className="stack">
          {c.versions.length > 1 ? <h3 className="small">{versionName(v, i)}</h3> : null}
          <SpanTable v={v} spans={v.spans.filter((s) => classOf(s) !== 'mitigating')} caption={t('reasons.for')} empty={t('reasons.none')} />
          <Against c={c} v={v} />
        </div>
      ))}
      <p className="small soft">
        {c.score === null ? '' : t('reasons.score', { score: Math.round(c.score * 100) })} {direction}{' '}
        {t('reasons.versions', { ruleset: c.ruleset, register: c.register })}
      </p>
    </section>
  );
}

function Against({ c, v }: { c: CaseView; v: PostVersion }) {
  const { t } = useI18n();
  const { vocabulary } = useSession();
  const spans = v.spans.filter((s) => classOf(s) === 'mitigating');
  const exemption = vocabulary.exemptions.find((x) => x.code === c.suggested.exemption);
  return (
    <div className="against stack">
      {spans.length > 0 ? (
        <SpanTable v={v} spans={spans} caption={t('reasons.against')} empty="" />
      ) : (
        <p className="soft small">{t('reasons.nothing_against')}</p>
      )}
      {exemption ? <p>{t('reasons.exemption', { code: exemption.code, name: exemption.name })}</p> : null}
    </div>
  );
}

function SpanTable({ v, spans, caption, empty }: { v: PostVersion; spans: readonly Span[]; caption: string; empty: string }) {
  const { t, weight } = useI18n();
  const cue = useCue();
  if (spans.length === 0) return <p className="soft small">{empty}</p>;
  // An office is not told how much each thing weighed.
  const weighed = spans.some((s) => s.weight !== null);
  const rows = [...spans].sort((a, b) => Math.abs(b.weight ?? 0) - Math.abs(a.weight ?? 0));
  return (
    <Scrollable name={caption}>
      <table>
        <caption className="small">{caption}</caption>
        <thead>
          <tr>
            {weighed ? (
              <th scope="col" className="number">
                {t('reasons.weight')}
              </th>
            ) : null}
            <th scope="col">{t('reasons.cue')}</th>
            <th scope="col">{t('reasons.quote')}</th>
            <th scope="col">{t('reasons.rule')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((s) => (
            <tr key={`${s.rule} ${s.field} ${s.start} ${s.end} ${s.kind}`}>
              {weighed ? (
                <td className="number">
                  <strong>{weight(s.weight)}</strong>
                </td>
              ) : null}
              <td>{cue(s)}</td>
              <td className="quote">{quoteOf(v, s)}</td>
              <td>{s.rule}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}

const QUOTE_CHARS = 80;

function quoteOf(v: PostVersion, s: Span): string {
  const source = s.field === 'shared_text' ? v.shared_text : ['text', 'hashtag'].includes(s.field) ? v.text : null;
  const text = source?.slice(s.start, s.end).trim() ?? '';
  if (text === '') return '—';
  return text.length > QUOTE_CHARS ? `“${text.slice(0, QUOTE_CHARS)}…”` : `“${text}”`;
}
