/** What this browser remembers for its person: language, theme, shortcuts, the rail. Nothing about cases. */
type Setting = 'lang' | 'theme' | 'keys' | 'rail';

const name = (s: Setting) => `pantau.${s}`;

/** Storage may be switched off; then the defaults hold. */
export function readSetting(setting: Setting): string | null {
  try {
    return localStorage.getItem(name(setting));
  } catch {
    return null;
  }
}

export function writeSetting(setting: Setting, value: string): void {
  try {
    localStorage.setItem(name(setting), value);
  } catch {
    // Not remembered; it still holds until the page is closed.
  }
}
