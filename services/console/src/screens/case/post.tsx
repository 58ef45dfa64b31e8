/** The post as it appeared. An edited post is judged by all its versions: what was taken out was public once. */
import { useMemo } from 'react';
import type { CaseView, PostVersion, Span } from '../../api/types.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Scrollable } from '../../ui/scrollable.tsx';
import { type Basis, Marked } from './marked.tsx';
import { classOf, type SpanClass } from './spans.ts';

const IN_TEXT = ['text', 'hashtag'];
const LEGEND: readonly SpanClass[] = ['support', 'attack', 'mitigating', 'contestant'];

export function Post({ c }: { c: CaseView }) {
  const { t } = useI18n();
  const { vocabulary } = useSession();
  const basis = useMemo<Basis>(() => {
    const codes = new Set(c.suggested.acts);
    return vocabulary.acts.filter((a) => codes.has(a.code)).map((a) => ({ ...a, two_readers: false }));
  }, [c.suggested.acts, vocabulary.acts]);
  const shown = new Set(c.versions.flatMap((v) => v.spans.filter((s) => [...IN_TEXT, 'shared_text'].includes(s.field)).map(classOf)));
  return (
    <div className="versions">
      {c.versions.length > 1 ? (
        <p className="edited" role="note">
          <strong>{t('post.edited')}</strong> {t('post.edited_more', { n: c.versions.length })}
        </p>
      ) : null}
      {c.versions.map((v, i) => (
        <Version key={v.version_id} c={c} v={v} i={i} basis={basis} />
      ))}
      {shown.size > 0 ? (
        <p className="legend">
          {LEGEND.filter((k) => shown.has(k)).map((k) => (
            <span key={k}>
              <mark className={k}>{t(`legend.${k}`)}</mark>
            </span>
          ))}
        </p>
      ) : null}
    </div>
  );
}

const spansOf = (v: PostVersion, fields: readonly string[]): Span[] => v.spans.filter((s) => fields.includes(s.field));

function Version({ c, v, i, basis }: { c: CaseView; v: PostVersion; i: number; basis: Basis }) {
  const { t } = useI18n();
  const versionName = useVersionName(c);
  const inText = useMemo(() => spansOf(v, IN_TEXT), [v]);
  const inShared = useMemo(() => spansOf(v, ['shared_text']), [v]);
  return (
    <div className="post">
      {c.versions.length > 1 ? <h2>{versionName(v, i)}</h2> : null}
      <Scrollable className="text" lang="id" name={t('post.text')}>
        <Marked text={v.text} spans={inText} basis={basis} />
      </Scrollable>
      {v.shared_text === null ? null : (
        <Scrollable className="text shared" lang="id" name={t('post.shared')}>
          <Marked text={v.shared_text} spans={inShared} basis={basis} />
        </Scrollable>
      )}
      <Pictures v={v} />
      <Facts c={c} v={v} />
    </div>
  );
}

/** Photos are not shown to who reads without the person's identity; what stands in them is. */
function Pictures({ v }: { v: PostVersion }) {
  const { t } = useI18n();
  const described = v.media.filter((m) => m.alt || m.ocr_text);
  return described.map((m) => (
    <p key={`${m.alt} ${m.ocr_text}`} className="small soft">
      {t('post.picture')} {[m.alt, m.ocr_text ? t('post.picture_text', { text: m.ocr_text }) : null].filter(Boolean).join('; ')}
    </p>
  ));
}

function Facts({ c, v }: { c: CaseView; v: PostVersion }) {
  const { t, term, absolute } = useI18n();
  const verified = c.author.identity_verified ? t('post.verified') : t('post.unverified');
  return (
    <div className="facts">
      <span>{t('post.kind', { kind: term('kind', v.kind), platform: v.platform })}</span>
      <span>{t('post.posted', { at: absolute(c.posted_at, c.region) })}</span>
      {c.versions.length > 1 ? <span>{t('post.captured', { at: absolute(v.captured_at, c.region) })}</span> : null}
      <span>{t('post.author', { status: term('status', c.author.employment_status), verified })}</span>
      {v.url && isWebAddress(v.url) ? (
        <a href={v.url} rel="noreferrer noopener" target="_blank">
          {t('post.original')} <Icon name="link" />
        </a>
      ) : null}
    </div>
  );
}

/** Addresses come from platforms and files: only web addresses become links. */
const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url);

export function useVersionName(c: CaseView): (v: PostVersion, i: number) => string {
  const { t, absolute } = useI18n();
  return (v, i) => {
    const at = absolute(v.captured_at, c.region);
    if (i === 0) return t('version.latest', { at });
    return i === c.versions.length - 1 ? t('version.first', { at }) : t('version.nth', { n: c.versions.length - i, at });
  };
}
