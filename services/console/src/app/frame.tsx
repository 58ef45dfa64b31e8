/** The rail on the left, the bar above, the page inside. */
import { Popover } from '@base-ui/react/popover';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useRef, useState, useSyncExternalStore } from 'react';
import { connection } from '../api/client.ts';
import { useI18n } from '../i18n/index.tsx';
import { Help } from '../screens/help.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Account } from './account.tsx';
import { announce } from './announce.tsx';
import { useShortcuts } from './keys.tsx';
import { PAGES, type Page } from './pages.ts';
import { useSession } from './session.tsx';
import { readSetting, writeSetting } from './settings.ts';

export function Frame() {
  const { t } = useI18n();
  const session = useSession();
  const [narrow, setNarrow] = useState(readSetting('rail') === 'narrow');
  const [help, setHelp] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const reachable = useSyncExternalStore(connection.subscribe, connection.get);
  useShortcuts({ '?': () => setHelp(true), '/': () => search.current?.focus() });
  const toggle = () => {
    setNarrow(!narrow);
    writeSetting('rail', narrow ? 'wide' : 'narrow');
  };
  const pages = PAGES.filter((p) => p.open(session));

  return (
    <div className={narrow ? 'frame narrow' : 'frame'}>
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        {t('frame.skip')}
      </button>
      <nav className="rail" aria-label={t('frame.main')}>
        <p className="brand" aria-hidden="true">
          {narrow ? 'P' : 'Pantau'}
        </p>
        <ul>
          {pages.map((p, i) => (
            <li key={p.path} className={i < PHONE_PAGES ? undefined : 'rail-extra'}>
              <Link to={p.path} activeProps={{ 'aria-current': 'page' }} title={narrow ? t(p.name) : undefined}>
                <Icon name={p.icon} />
                <span className={narrow ? 'hidden' : 'rail-name'}>{t(p.name)}</span>
              </Link>
            </li>
          ))}
          {pages.length > PHONE_PAGES ? (
            <li className="rail-more">
              <More pages={pages.slice(PHONE_PAGES)} />
            </li>
          ) : null}
        </ul>
        <Button look="plain" className="rail-toggle" onClick={toggle} aria-expanded={!narrow} aria-label={t('frame.rail')}>
          <Icon name={narrow ? 'right' : 'left'} />
        </Button>
      </nav>
      <header className="bar">
        <Scope />
        {pages.some((p) => p.path === '/antrean') ? <Search field={search} /> : null}
        <div className="bar-end">
          <Button look="plain" onClick={() => setHelp(true)} aria-label={t('help.open')} title={t('help.open')} aria-keyshortcuts="?">
            <Icon name="help" />
          </Button>
          <Account />
        </div>
      </header>
      {reachable ? null : (
        <p className="offline" role="alert">
          <Icon name="warning" /> {t('frame.offline')}
        </p>
      )}
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <Help open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

/** A thumb reaches so many entries side by side; on a phone the others wait behind one more. */
const PHONE_PAGES = 4;

function More({ pages }: { pages: readonly Page[] }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="rail-more-button">
        <Icon name="menu" />
        {t('frame.more')}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" side="top" className="layer">
          <Popover.Popup className="explain rail-sheet">
            <Popover.Title className="explain-title">{t('frame.more')}</Popover.Title>
            <ul>
              {pages.map((p) => (
                <li key={p.path}>
                  <Link to={p.path} activeProps={{ 'aria-current': 'page' }} onClick={() => setOpen(false)}>
                    <Icon name={p.icon} /> {t(p.name)}
                  </Link>
                </li>
              ))}
            </ul>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** What this person may see: roles, each with its region. */
function Scope() {
  const { term } = useI18n();
  const { me } = useSession();
  const text = me.roles.map((r) => `${term('role', r.role)}, ${r.region_name ?? r.region}`).join(' · ');
  return <p className="scope soft small">{text}</p>;
}

const WORDS_MIN = 2;
const SEARCH_CHARS = 100;

/** A case number leads to its case, words to the cases whose post has them. */
function Search({ field }: { field: React.RefObject<HTMLInputElement | null> }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const id = Number(/^\s*k-?0*(\d{1,15})\s*$/i.exec(text)?.[1]);
    const words = text.trim();
    if (!id && words.length < WORDS_MIN) return announce(t('search.too_short'));
    setText('');
    field.current?.blur();
    if (id) void navigate({ to: '/kasus/$caseId', params: { caseId: String(id) } });
    else void navigate({ to: '/antrean', search: { tampilan: 'semua', q: words } });
  };
  return (
    <search className="search">
      <form onSubmit={submit}>
        <label className="hidden" htmlFor="search">
          {t('search.label')}
        </label>
        <input
          id="search"
          ref={field}
          value={text}
          onChange={(e) => setText(e.target.value)}
          placeholder={t('search.placeholder')}
          maxLength={SEARCH_CHARS}
          autoComplete="off"
          aria-keyshortcuts="/"
        />
      </form>
    </search>
  );
}
