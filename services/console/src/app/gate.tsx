/** Sign-in, and everything behind it. The address stays when a session ends, so signing in again leads back. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, Suspense, useCallback, useEffect } from 'react';
import { http, onSignedOut, Refused, read, setCsrf } from '../api/client.ts';
import { listen } from '../api/live.ts';
import { queries } from '../api/queries.ts';
import { useI18n } from '../i18n/index.tsx';
import { Finish, isUnfinished } from '../screens/finish.tsx';
import { SignIn } from '../screens/sign-in.tsx';
import { Failure, Loading } from '../ui/states.tsx';
import { announce } from './announce.tsx';
import { CASE_READERS } from './roles.ts';
import { SessionProvider } from './session.tsx';

export function Gate({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const me = useQuery(queries.me());
  const gone = useCallback(
    (text: string) => {
      // Nothing of the one who left stays behind; asking who is there now shows the sign-in.
      client.removeQueries({ predicate: (q) => q.queryKey[0] !== queries.me().queryKey[0] });
      void client.resetQueries({ queryKey: queries.me().queryKey });
      announce(text);
    },
    [client],
  );
  useEffect(() => {
    onSignedOut(() => {
      if (client.getQueryData(queries.me().queryKey)) gone(t('session.ended'));
    });
  }, [client, gone, t]);
  const signOut = useCallback(() => {
    void read(http.DELETE('/v1/sessions/current')).then(
      () => gone(t('session.signed_out')),
      () => gone(t('session.ended')),
    );
  }, [gone, t]);

  const listening = me.data !== undefined && !isUnfinished(me.data) && me.data.roles.some((r) => CASE_READERS.includes(r.role));
  useEffect(() => (listening ? listen(client) : undefined), [listening, client]);

  if (me.data) {
    setCsrf(me.data.csrf);
    if (isUnfinished(me.data)) return <Finish me={me.data} done={(who) => client.setQueryData(queries.me().queryKey, who)} signOut={signOut} />;
    return (
      <Suspense fallback={<Loading />}>
        <SessionProvider me={me.data} onSignOut={signOut}>
          {children}
        </SessionProvider>
      </Suspense>
    );
  }
  if (me.isPending) return <Loading />;
  if (me.error instanceof Refused && me.error.status !== 401)
    return (
      <main className="page">
        <Failure error={me.error} again={() => void me.refetch()} />
      </main>
    );
  return <SignIn done={(who) => client.setQueryData(queries.me().queryKey, who)} />;
}
