/** Title and parts of keeping and purging, as far as a role may see them. */
import type { ReactNode } from 'react';
import type { Role } from '../../api/types.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Page } from '../../ui/page.tsx';
import { SubNav } from '../../ui/sub-nav.tsx';

export const DESK: readonly Role[] = ['commissioner', 'handling_officer', 'auditor'];

export function PrivacyPage({ about, roles, children }: { about: string; roles: readonly Role[]; children: ReactNode }) {
  const { t } = useI18n();
  const { has } = useSession();
  return (
    <Page title={t('page.privacy')} about={about} roles={roles}>
      <SubNav
        name={t('page.privacy')}
        items={[
          ...(has('auditor', 'commissioner', 'system_admin') ? ([['/privasi', t('privacy.tab.retention')]] as const) : []),
          ...(has(...DESK)
            ? ([
                ['/privasi/penahanan', t('privacy.tab.holds')],
                ['/privasi/permintaan', t('privacy.tab.requests')],
              ] as const)
            : []),
        ]}
      />
      {children}
    </Page>
  );
}
