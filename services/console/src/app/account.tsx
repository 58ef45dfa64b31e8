/** Who I am, my language and theme, and the way out. */
import { Popover } from '@base-ui/react/popover';
import { Link } from '@tanstack/react-router';
import { useI18n } from '../i18n/index.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { LanguageChoice, ThemeChoice } from './choices.tsx';
import { useSession } from './session.tsx';

export function Account() {
  const { t, term } = useI18n();
  const { me, signOut } = useSession();
  return (
    <Popover.Root>
      <Popover.Trigger className="button plain me">
        <Icon name="mine" />
        <span className="me-name">{me.display_name}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className="layer">
          <Popover.Popup className="explain account">
            <Popover.Title className="explain-title">{me.display_name}</Popover.Title>
            <ul className="soft small">
              {me.roles.map((r) => (
                <li key={`${r.role} ${r.region}`}>
                  {term('role', r.role)}, {r.region_name ?? r.region}
                </li>
              ))}
            </ul>
            <Link className="button" to="/akun-saya">
              {t('page.me')}
            </Link>
            <LanguageChoice />
            <ThemeChoice />
            <Button onClick={signOut}>
              <Icon name="out" /> {t('session.sign_out')}
            </Button>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
