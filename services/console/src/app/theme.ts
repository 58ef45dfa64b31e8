/** Light, dark, or as the system says. */
import { useState } from 'react';
import { readSetting, writeSetting } from './settings.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const remembered = (): Theme => THEMES.find((t) => t === readSetting('theme')) ?? 'system';

/** Before the first paint, so that nothing flashes. */
export function applyTheme(theme: Theme = remembered()): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(remembered);
  const choose = (next: Theme) => {
    setTheme(next);
    applyTheme(next);
    writeSetting('theme', next);
  };
  return [theme, choose];
}
