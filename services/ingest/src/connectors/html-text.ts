/** HTML of a feed item as plain text: tags go, paragraphs become lines, entities become characters. One pass, no backtracking. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bull: '•',
  copy: '©',
  eacute: 'é',
};
const BREAKS = new Set(['br', 'p', 'div', 'li', 'tr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'section', 'article']);
const SILENT = new Set(['script', 'style']);
const ENTITY_CHARS_MAX = 12;
const CODE_POINT_MAX = 0x10ffff;

export function htmlToText(html: string): string {
  let out = '';
  for (let i = 0; i < html.length; ) {
    const lt = html.indexOf('<', i);
    out += decodeEntities(html.slice(i, lt === -1 ? html.length : lt));
    if (lt === -1) break;
    const next = tagAt(html, lt);
    if (next === null) {
      out += '<';
      i = lt + 1;
      continue;
    }
    if (BREAKS.has(next.name)) out += '\n';
    i = next.end;
  }
  return out
    .replace(/[ \t\r\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** The tag that begins at `at`, with the end of what belongs to it; null when the `<` is only a character. */
function tagAt(html: string, at: number): { name: string; end: number } | null {
  if (html.startsWith('<!--', at)) {
    const close = html.indexOf('-->', at + 4);
    return { name: '', end: close === -1 ? html.length : close + 3 };
  }
  const name = /^<\/?([a-z][a-z0-9]*)/i.exec(html.slice(at, at + 20))?.[1]?.toLowerCase();
  if (name === undefined) return html[at + 1] === '!' || html[at + 1] === '?' ? { name: '', end: endOf(html, at) } : null;
  const end = endOf(html, at);
  if (!SILENT.has(name) || html[at + 1] === '/') return { name, end };
  const close = html.toLowerCase().indexOf(`</${name}`, end);
  return { name, end: close === -1 ? html.length : endOf(html, close) };
}

function endOf(html: string, at: number): number {
  const gt = html.indexOf('>', at);
  return gt === -1 ? html.length : gt + 1;
}

function decodeEntities(s: string): string {
  if (!s.includes('&')) return s;
  return s.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, body: string) => {
    if (body.length > ENTITY_CHARS_MAX) return whole;
    if (!body.startsWith('#')) return NAMED[body.toLowerCase()] ?? whole;
    const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1));
    const legal = code > 0 && code <= CODE_POINT_MAX && !(code >= 0xd800 && code <= 0xdfff);
    return legal ? String.fromCodePoint(code) : '\uFFFD';
  });
}
