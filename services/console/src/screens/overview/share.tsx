/** A share as a dot on a line from nothing to all, with the range its observations allow; the figures stand beside it. */
import type { ShareOf } from '../../api/types.ts';
import { useI18n } from '../../i18n/index.tsx';

export function Share({ of }: { of: ShareOf }) {
  const { t, count } = useI18n();
  const { share, low, high, n } = of;
  if (share === null || low === null || high === null) return <span className="small soft">{t('share.none')}</span>;
  const percent = (x: number) => count(Math.round(x * 100));
  return (
    <span className="share">
      <span className="share-track" aria-hidden="true">
        <span className="share-range" style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
        <span className="share-dot" style={{ left: `${share * 100}%` }} />
      </span>
      <span className="share-text">
        <strong>{percent(share)}%</strong> <span className="small soft">{t('share.range', { low: percent(low), high: percent(high), n: count(n) })}</span>
      </span>
    </span>
  );
}
