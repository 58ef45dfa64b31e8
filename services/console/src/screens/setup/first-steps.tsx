/** What a new installation still lacks, in the order in which it is brought. Each step says whether it is done. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { office } from '../../api/office-queries.ts';
import { queries } from '../../api/queries.ts';
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';
import { Page } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';

const SETTERS = ['system_admin', 'register_admin'] as const;

/** What is there; undefined while it is not known. */
export function useFirstSteps(enabled: boolean): { register: boolean; accounts: boolean; source: boolean } | undefined {
  const { has } = useSession();
  const register = useQuery({ ...queries.register(), enabled });
  const imports = useQuery({ ...office.registerImports(), enabled: enabled && has('register_admin') });
  const runs = useQuery({ ...queries.imports(), enabled });
  const sources = useQuery({ ...queries.sources(), enabled });
  if (!register.data || !runs.data || !sources.data) return undefined;
  const done = [...(imports.data ?? [])].some((i) => i.kind === 'accounts' && i.state === 'published');
  return {
    register: register.data.versions.length > 0,
    accounts: done || runs.data.some((r) => r.kind === 'accounts' && r.status === 'done'),
    source: sources.data.some((s) => s.enabled),
  };
}

export function FirstSteps() {
  const { t } = useI18n();
  const { has } = useSession();
  const steps = useFirstSteps(has(...SETTERS));
  return (
    <Page title={t('page.setup')} about={t('steps.about')} roles={SETTERS}>
      {steps === undefined ? (
        <Loading />
      ) : (
        <ol className="first-steps">
          <Step done title={t('steps.admin')} about={t('steps.admin_about')}>
            <Link to="/pengguna">{t('steps.admin_more')}</Link>
          </Step>
          <Step done={steps.register} title={t('steps.register')} about={t('steps.register_about')}>
            <Link className="button" to="/register/impor">
              {t('steps.register_do')}
            </Link>
          </Step>
          <Step done={steps.accounts} title={t('steps.accounts')} about={t('steps.accounts_about')}>
            <Link className="button" to="/register/impor">
              {t('steps.accounts_do')}
            </Link>
          </Step>
          <Step done={steps.source} title={t('steps.source')} about={t('steps.source_about')}>
            <Link className="button" to="/sumber">
              {t('steps.source_do')}
            </Link>
          </Step>
        </ol>
      )}
      {steps?.register && steps.accounts && steps.source ? <p>{t('steps.all_done')}</p> : null}
    </Page>
  );
}

function Step({ done, title, about, children }: { done: boolean; title: string; about: string; children: ReactNode }) {
  const { t } = useI18n();
  return (
    <li className="card">
      <h2>
        {title} {done ? <Tag hue="done">{t('steps.done')}</Tag> : <Tag hue="waiting">{t('steps.open')}</Tag>}
      </h2>
      <p className="soft">{about}</p>
      <div>{children}</div>
    </li>
  );
}
