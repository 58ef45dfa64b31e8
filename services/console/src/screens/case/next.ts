/** Takes the most urgent free case of the filters in view and opens it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { http, send } from '../../api/client.ts';
import { announce } from '../../app/announce.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { useProblem } from '../../i18n/problem.ts';
import { apiFilters, type InboxFilters } from '../inbox/filters.ts';

export function useNext(filters: InboxFilters): { next: () => void; busy: boolean } {
  const { t } = useI18n();
  const problem = useProblem();
  const client = useQueryClient();
  const navigate = useNavigate();
  // Of what the filters ask, not of the view: whoever looks at own or closed cases still wants the next free one.
  const { tampilan: _view, ...wanted } = filters;
  const body = apiFilters({ ...wanted, tampilan: 'semua' }, 'semua');
  // A second press comes before the screen has been drawn again, and would take a second case.
  const asking = useRef(false);
  const { mutate, isPending } = useMutation({
    mutationFn: () => send((headers) => http.POST('/v1/cases/next', { body, headers })),
    onSuccess: async ({ data }) => {
      void client.invalidateQueries({ queryKey: ['counts'] });
      if (!data.case) return announce(t('next.none'));
      await navigate({ to: '/kasus/$caseId', params: { caseId: String(data.case.id) }, search: filters });
    },
    onError: (e) => announce(problem(e)),
    onSettled: () => {
      asking.current = false;
    },
  });
  const next = () => {
    if (asking.current) return;
    asking.current = true;
    mutate();
  };
  return { next, busy: isPending };
}
