/** Sign-in, and everything behind it. The address stays when a session ends, so signing in again leads back. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, Suspense, useCallback, useEffect } from 'react';
import { http, onSignedOut, Refused, read, setCsrf } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { useI18n } from '../i18n/index.tsx';
import { SignIn } from '../screens/sign-in.tsx';
import { Failure, Loading } from '../ui/states.tsx';
import { announce } from './announce.tsx';
import { SessionProvider } from './session.tsx';

export function Gate({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const me = useQuery(queries.me());
  const gone = useCallback(
    (text: string) => {
      client.clear();
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

  if (me.data) {
    setCsrf(me.data.csrf);
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
