/** Why something is no violation: a reason from the list, or in words. For one case and for a group alike. */
import { useSession } from '../../app/session.tsx';
import { useI18n } from '../../i18n/index.tsx';

const REASON_CHARS = 2_000;

interface Props {
  value: string;
  change: (value: string) => void;
}

export function ReasonField({ value, change }: Props) {
  const { t } = useI18n();
  return (
    <label className="field">
      <span>{t('decide.reason')}</span>
      <textarea
        data-role="reason"
        rows={3}
        maxLength={REASON_CHARS}
        placeholder={t('decide.reason_hint')}
        value={value}
        onChange={(e) => change(e.target.value)}
      />
    </label>
  );
}

export function ExemptionField({ value, change }: Props) {
  const { t } = useI18n();
  const { vocabulary } = useSession();
  return (
    <label className="field">
      <span>{t('decide.exemption')}</span>
      <select data-role="exemption" value={value} onChange={(e) => change(e.target.value)}>
        <option value="">{t('decide.exemption_choose')}</option>
        {vocabulary.exemptions.map((x) => (
          <option key={x.code} value={x.code}>
            {x.code} {x.name}
            {x.grey ? ` (${t('decide.grey')})` : ''}
          </option>
        ))}
      </select>
    </label>
  );
}
