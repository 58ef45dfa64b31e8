/** Who is signed in, and the words and regions every screen needs. */
import { useSuspenseQueries } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { queries } from '../api/queries.ts';
import type { Me, Region, Role, Vocabulary } from '../api/types.ts';

export interface Session {
  me: Me;
  vocabulary: Vocabulary;
  regions: readonly Region[];
  has: (...roles: readonly Role[]) => boolean;
  signOut: () => void;
}

const Context = createContext<Session | null>(null);

export function SessionProvider({ me, onSignOut, children }: { me: Me; onSignOut: () => void; children: ReactNode }) {
  const [{ data: vocabulary }, { data: regions }] = useSuspenseQueries({ queries: [queries.vocabulary(), queries.regions()] });
  const value = useMemo<Session>(
    () => ({
      me,
      vocabulary,
      regions,
      has: (...roles) => me.roles.some((r) => roles.includes(r.role)),
      signOut: onSignOut,
    }),
    [me, vocabulary, regions, onSignOut],
  );
  return <Context value={value}>{children}</Context>;
}

export function useSession(): Session {
  const value = useContext(Context);
  if (!value) throw new Error('no SessionProvider above');
  return value;
}
