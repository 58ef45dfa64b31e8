/** What a span is, in words. Kinds that have none are shown by their own name. */
import { useCallback } from 'react';
import type { Span } from '../../api/types.ts';
import { useI18n } from '../../i18n/index.tsx';

export function useCue(): (span: Pick<Span, 'kind'>) => string {
  const { t, term } = useI18n();
  return useCallback(
    ({ kind }) => (kind.startsWith('not ') ? t('span.denied', { cue: term('cue', kind.slice('not '.length)) }) : term('cue', kind)),
    [t, term],
  );
}
