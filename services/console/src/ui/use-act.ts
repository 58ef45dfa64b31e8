/** One act at a time: busy while it runs, its refusal in words where it was done. */
import { useState } from 'react';
import { useProblem } from '../i18n/problem.ts';

export interface Act {
  busy: boolean;
  error: string;
  run: <T>(act: () => Promise<T>, done: (result: T) => void) => void;
}

export function useAct(): Act {
  const problem = useProblem();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  return {
    busy,
    error,
    run: (act, done) => {
      setBusy(true);
      setError('');
      const attempt = async () => {
        try {
          done(await act());
        } catch (e) {
          setError(problem(e));
        } finally {
          setBusy(false);
        }
      };
      void attempt();
    },
  };
}
