/** Every key, and the switch for them. */
import { KEY_GROUPS } from '../app/key-list.ts';
import { useKeysEnabled } from '../app/keys.tsx';
import { useI18n } from '../i18n/index.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

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
        {KEY_GROUPS.map((group) => (
          <section key={group.name}>
            <h3>{t(group.name)}</h3>
            <dl>
              {group.entries.map(([what, ...keys]) => (
                <div key={what}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
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
