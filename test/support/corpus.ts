/** The own corpus as import files, and the accounts its authors would have. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { PostLine } from '@pantau/domain';

export const CORPUS_REGISTER = 'test/corpus/register.json';

function corpusPosts(): PostLine[] {
  return readFileSync('test/corpus/posts.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l) as PostLine);
}

const handleOf = (region: string) => `uji_${region.replaceAll('.', '_')}`;
const scopeOf = (region: string) => region.slice(0, 5);

/** Writes one fictional account per region and `n` import lines: the corpus cycled, each cycle with another number at the end. */
export function writeCorpusImport(n: number, files: { accounts: string; posts: string }): void {
  const corpus = corpusPosts();
  const regions = [...new Set(corpus.map((p) => scopeOf(p.author.region)))];
  writeFileSync(files.accounts, regions.map((r) => JSON.stringify(accountLine(r))).join('\n'));
  const lines = Array.from({ length: n }, (_, i) => {
    const p = corpus[i % corpus.length];
    if (!p) throw new Error('the corpus is empty');
    const text = i < corpus.length ? p.text : `${p.text} ${i}`;
    return JSON.stringify({
      id: `k${i}`,
      text,
      posted_at: p.posted_at,
      platform: 'x',
      account: handleOf(scopeOf(p.author.region)),
      post_key: `k${i}`,
      version_key: '1',
      provenance,
    });
  });
  writeFileSync(files.posts, lines.join('\n'));
}

const provenance = { source: 'own corpus', licence: 'Apache-2.0', collected_by: 'test', collected_at: '2024-11-01T00:00:00Z' };

function accountLine(region: string) {
  return {
    staff_key: `uji-${region}`,
    name: `Pegawai Fiktif ${region}`,
    employment_status: 'PNS',
    agency: 'Instansi Uji',
    region,
    valid_from: '2015-01-01',
    accounts: [{ platform: 'x', handle: handleOf(region), verified_by: 'uji', verified_at: '2024-01-01' }],
    basis: { law: 'UU 10/2016', ref: 'uji' },
  };
}
