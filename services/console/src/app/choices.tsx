/** Language and theme. */
import { useI18n } from '../i18n/index.tsx';
import { Select } from '../ui/field.tsx';
import { THEMES, useTheme } from './theme.ts';

/** Each language is named in itself, so that a reader of it finds it. */
const LANGUAGES = [
  ['id', 'Bahasa Indonesia'],
  ['en', 'English'],
] as const;

export function LanguageChoice() {
  const { t, lang, setLang } = useI18n();
  return <Select label={t('choice.language')} value={lang} onChange={(v) => setLang(v === 'en' ? 'en' : 'id')} options={LANGUAGES} />;
}

export function ThemeChoice() {
  const { t } = useI18n();
  const [theme, setTheme] = useTheme();
  return (
    <Select
      label={t('choice.theme')}
      value={theme}
      onChange={(v) => setTheme(THEMES.find((x) => x === v) ?? 'system')}
      options={THEMES.map((x) => [x, t(`theme.${x}`)] as const)}
    />
  );
}
