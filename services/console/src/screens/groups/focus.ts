/** To the next or the previous of a list of things that take the focus; from none to the first. */
export function stepFocus(selector: string, step: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(selector)];
  const at = all.findIndex((e) => e === document.activeElement || e.contains(document.activeElement));
  all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
}
