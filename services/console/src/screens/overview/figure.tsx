/** The frame of every figure: its question, what it shows or the same as a table, where it comes from, and the way out of it. */
import { type ReactNode, useId, useState } from 'react';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';

interface Props {
  title: string;
  /** n, coverage, how to read it. */
  foot: ReactNode;
  /** Address of the same as a file. */
  file?: string;
  /** The same figures as a table, for whoever prefers or needs one. */
  table?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

export function Figure({ title, foot, file, table, wide = false, children }: Props) {
  const { t } = useI18n();
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  return (
    <section className={wide ? 'card figure wide' : 'card figure'} aria-labelledby={id}>
      <header className="figure-head">
        <h2 id={id}>{title}</h2>
        <div className="figure-tools">
          {table ? (
            <Button look="plain" className="small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
              {asTable ? t('figure.picture') : t('figure.table')}
              <span className="hidden">: {title}</span>
            </Button>
          ) : null}
          {file ? (
            <a className="small" href={file} download>
              CSV<span className="hidden">: {title}</span>
            </a>
          ) : null}
        </div>
      </header>
      {asTable ? table : children}
      <p className="small soft">{foot}</p>
    </section>
  );
}
