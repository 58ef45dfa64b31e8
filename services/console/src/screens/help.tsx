/** Every key, and the switch for them. */
import { useKeysEnabled } from '../app/keys.tsx';
import type { PlainKey } from '../i18n/catalogue.ts';
import { useI18n } from '../i18n/index.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

const KEYS: readonly (readonly [PlainKey, readonly (readonly [string, PlainKey])[]])[] = [
  [
    'help.group.queue',
    [
      ['j / k', 'help.move'],
      ['Enter', 'help.enter'],
      ['n', 'help.next'],
      ['l', 'help.fresh'],
      ['g', 'help.groups'],
      ['/', 'help.search'],
    ],
  ],
  [
    'help.group.case',
    [
      ['a', 'help.claim'],
      ['e', 'help.release'],
      ['s', 'help.spans'],
      ['q', 'help.back'],
    ],
  ],
  [
    'help.group.decide',
    [
      ['1', 'help.plausible'],
      ['2', 'help.not'],
      ['3', 'help.second'],
      ['c', 'help.acts'],
      ['h', 'help.exemption'],
      ['r', 'help.reason'],
      ['u', 'help.undo'],
    ],
  ],
  [
    'help.group.group',
    [
      ['j / k', 'help.member'],
      ['x', 'help.toggle'],
      ['2', 'help.dismiss'],
    ],
  ],
  [
    'help.group.all',
    [
      ['?', 'help.this'],
      ['Esc', 'help.escape'],
    ],
  ],
];

export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useI18n();
  const [enabled, setEnabled] = useKeysEnabled();
  return (
    <Dialog
      title={t('help.title')}
      open={open}
      onClose={onClose}
      wide
      actions={
        <Button look="primary" onClick={onClose}>
          {t('do.close')}
        </Button>
      }
    >
      <div className="keys">
        {KEYS.map(([group, keys]) => (
          <section key={group}>
            <h3>{t(group)}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{t(what)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="check">
        <input type="checkbox" checked={enabled} onChange={(e) => setEnabled(e.target.checked)} />
        <span>{t('help.enabled')}</span>
      </label>
    </Dialog>
  );
}
