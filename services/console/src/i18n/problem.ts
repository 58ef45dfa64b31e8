/** A failure in words for the person in front of the screen. */
import { useCallback } from 'react';
import { Refused } from '../api/client.ts';
import { CATALOGUES } from './catalogue.ts';
import { useI18n } from './index.tsx';

export function useProblem(): (error: unknown) => string {
  const { lang, t } = useI18n();
  return useCallback(
    (error) => {
      if (!(error instanceof Refused)) return t('problem.internal');
      const words = (CATALOGUES[lang] as Record<string, string>)[`problem.${error.code}`];
      // Codes without words of ours come with the sentence of the server, which is better than none.
      return words && error.code !== 'unknown' ? words : error.message || t('problem.unknown', { status: error.status });
    },
    [lang, t],
  );
}
