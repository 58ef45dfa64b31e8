/** Title and parts of the registers. */
import type { ReactNode } from 'react';
import { STAFF } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Page } from '../../ui/page.tsx';
import { SubNav } from '../../ui/sub-nav.tsx';

export function RegisterPage({ about, children }: { about: string; children: ReactNode }) {
  const { t } = useI18n();
  const { has } = useSession();
  const keeper = has('register_admin', 'auditor');
  return (
    <Page title={t('page.registers')} about={about} roles={STAFF}>
      <SubNav
        name={t('page.registers')}
        items={[
          ['/register', t('registers.tab.versions')],
          ['/register/kontes', t('registers.tab.contests')],
          ...(keeper
            ? ([
                ['/register/akun', t('registers.tab.accounts')],
                ['/register/impor', t('registers.tab.imports')],
              ] as const)
            : []),
        ]}
      />
      {children}
    </Page>
  );
}
