import type { ReactNode } from 'react';

/** What scrolls inside the page can be reached and moved by keyboard, and says what it is. */
export function Scrollable({ name, className = 'scroll', lang, children }: { name: string; className?: string; lang?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, this groups text or a table
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a keyboard cannot scroll what is inside
    <div className={className} tabIndex={0} role="group" aria-label={name} lang={lang} dir={lang ? 'auto' : undefined}>
      {children}
    </div>
  );
}
