/** Lists of words that are no rule by themselves: how words are spelt, what numbers, signs and parties are called. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useMemo, useState } from 'react';
import { queries } from '../../api/queries.ts';
import type { Lexicon } from '../../api/types.ts';
import { useI18n } from '../../i18n/index.tsx';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import type { RulesSearch } from './search.ts';

interface Entry {
  entry: string;
  variants: string[];
}
const SEARCH_CHARS = 80;
const LEXICONS: readonly Lexicon[] = ['spelling', 'number', 'gesture', 'party', 'two_meanings'];

export function Lexicons({ lists, search }: { lists: readonly { name: string; entries: number }[]; search: RulesSearch }) {
  const { t, term, count } = useI18n();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const name = LEXICONS.find((l) => l === search.daftar) ?? 'spelling';
  const list = useInfiniteQuery(queries.lexicon(name, useDeferredValue(text.trim().toLowerCase())));
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.data) ?? [], [list.data]);
  const columns = useMemo<Column<Entry>[]>(
    () => [
      { id: 'entry', head: t('lexicon.entry'), value: (e) => e.entry },
      { id: 'variants', head: t('lexicon.variants'), value: (e) => e.variants.join(', ') },
    ],
    [t],
  );
  return (
    <>
      <div className="fields">
        <Select
          label={t('lexicon.list')}
          value={name}
          onChange={(v) => void navigate({ to: '/aturan', search: { bagian: 'kata', daftar: v } })}
          options={lists.map((l) => [l.name, `${term('lexicon', l.name)} (${count(l.entries)})`] as const)}
        />
        <TextField label={t('lexicon.search')} value={text} maxLength={SEARCH_CHARS} onChange={(e) => setText(e.target.value)} />
      </div>
      {list.isPending ? <Loading /> : null}
      {list.isError ? <Failure error={list.error} again={() => void list.refetch()} /> : null}
      {list.isSuccess ? (
        <section className="card">
          {rows.length === 0 ? (
            <Empty title={t('rules.none')} />
          ) : (
            <DataTable caption={term('lexicon', name)} columns={columns} rows={rows} rowId={(e) => e.entry} />
          )}
          {list.hasNextPage ? (
            <Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
              {t('rules.more')}
            </Button>
          ) : null}
        </section>
      ) : null}
    </>
  );
}
