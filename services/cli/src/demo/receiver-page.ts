/** The receiver's page, in Indonesian: what an office sees. Everything that came over the wire is escaped. */
import { z } from 'zod';
import type { Received } from './receiver.ts';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (v: string): string => v.replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c);

const CLOCK = new Intl.DateTimeFormat('id-ID', { timeZone: 'Asia/Jakarta', dateStyle: 'medium', timeStyle: 'medium' });

const text = z.string().optional().catch(undefined);
/** The fields that matter to a reader; a payload of another shape shows fewer rows, and is whole below them all the same. */
const Shown = z
  .object({
    type: text,
    case_number: text,
    region_name: text,
    subject: z.object({ name: text, agency: text }).optional().catch(undefined),
    acts: z
      .array(z.object({ code: z.string(), name: z.string() }))
      .optional()
      .catch(undefined),
  })
  .catch({});

function rowsOf(p: z.infer<typeof Shown>): string {
  const rows = {
    Perkara: p.case_number,
    Wilayah: p.region_name,
    Pegawai: p.subject?.name,
    Instansi: p.subject?.agency,
    'Dugaan perbuatan': p.acts?.map((a) => `${a.code} ${a.name}`).join(', '),
  };
  return Object.entries(rows)
    .flatMap(([k, v]) => (v === undefined ? [] : [`<div><dt>${k}</dt><dd>${escapeHtml(v)}</dd></div>`]))
    .join('');
}

function item(r: Received): string {
  const shown = Shown.parse(r.payload);
  const again = r.times > 1 ? ` · diterima ${r.times} kali` : '';
  return `<article>
<header><strong>${escapeHtml(shown.type ?? 'pesan')}</strong> <time>${escapeHtml(CLOCK.format(new Date(r.received_at)))} WIB</time>${again}</header>
<dl>${rowsOf(shown)}</dl>
<details><summary>Isi lengkap</summary><pre>${escapeHtml(JSON.stringify(r.payload, null, 2) ?? '')}</pre></details>
<footer>id ${escapeHtml(r.id)}</footer>
</article>`;
}

export function receiverPage(items: readonly Received[], refused: number): string {
  const body =
    items.length === 0 ? '<p>Belum ada pemberitahuan. Teruskan satu perkara di konsol, lalu muat ulang halaman ini.</p>' : items.map(item).join('\n');
  return `<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>BKPSDM contoh: pemberitahuan masuk</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
article{border:1px solid #ccc;border-radius:6px;padding:1rem;margin:1rem 0}
time,footer{color:#555}dl div{display:flex;gap:1rem}dt{min-width:10rem;color:#555}dd{margin:0}pre{overflow:auto;background:#f5f5f5;padding:.5rem}
</style></head><body>
<h1>BKPSDM contoh: pemberitahuan masuk</h1>
<p>Penerima tiruan untuk peragaan. Setiap pesan diperiksa tanda tangannya; ${refused} ditolak.</p>
${body}
</body></html>
`;
}
