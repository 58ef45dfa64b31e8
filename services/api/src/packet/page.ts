/** Drawing on A4: headings, fields, tables, and texts with marked places. Only what the form needs; no knowledge of cases. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { TextRun } from './contents.ts';
import { breakLines } from './layout.ts';

const require = createRequire(import.meta.url);

/** Read once: each font is some 700 kB, of which a document embeds the letters it uses. */
let fonts: { plain: Buffer; bold: Buffer; mono: Buffer } | null = null;
function loadFonts(): { plain: Buffer; bold: Buffer; mono: Buffer } {
  fonts ??= {
    plain: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf')),
    bold: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf')),
    mono: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf')),
  };
  return fonts;
}

const A4 = { width: 595.28, height: 841.89 };
const MARGIN = { left: 62, right: 62, top: 54, bottom: 66 };
const WIDTH = A4.width - MARGIN.left - MARGIN.right;
const BOTTOM = A4.height - MARGIN.bottom;
const INK = { text: '#1a1a1a', soft: '#5c5c5c', line: '#c4c4c4', mark: '#ffe58a', masked: '#e4e4e4', box: '#f4f2ea', head: '#20394f' };
const SIZE = { title: 15, heading: 11.5, text: 9.5, small: 8, tiny: 7 };
const LABEL_WIDTH = 158;
const LEADING = 1.36;

type Font = 'plain' | 'bold' | 'mono';
const plainRun = (text: string): TextRun[] => [{ text, marked: false, masked: false }];

export class Page {
  readonly #doc: PDFKit.PDFDocument;
  readonly #chunks: Buffer[] = [];
  readonly #done: Promise<void>;
  #y = MARGIN.top;

  constructor(info: { title: string; subject: string; createdAt: Date; footer: string }) {
    const { plain, bold, mono } = loadFonts();
    this.#doc = new PDFDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      lang: 'id-ID',
      displayTitle: true,
      pdfVersion: '1.7',
      font: plain as unknown as string,
      info: {
        Title: info.title,
        Subject: info.subject,
        Author: 'Pantau',
        Producer: 'Pantau',
        Creator: 'Pantau',
        CreationDate: info.createdAt,
        ModDate: info.createdAt,
      },
    });
    this.#doc.registerFont('plain', plain).registerFont('bold', bold).registerFont('mono', mono);
    this.#doc.on('data', (c: Buffer) => this.#chunks.push(c));
    this.#done = new Promise((resolve, reject) => this.#doc.once('end', resolve).once('error', reject));
    this.#footer = info.footer;
  }
  readonly #footer: string;

  title(text: string, under: string): void {
    this.#write(text, { font: 'bold', size: SIZE.title, color: INK.head });
    this.#y += 2;
    this.#write(under, { size: SIZE.text, color: INK.soft });
    this.#y += 8;
  }

  /** A heading never stands alone at the foot of a page. */
  heading(text: string): void {
    this.#need(SIZE.heading * 10);
    this.#y += 10;
    this.#write(text, { font: 'bold', size: SIZE.heading, color: INK.head });
    this.#y += 3;
    this.#rule();
    this.#y += 6;
  }

  subheading(text: string): void {
    this.#need(SIZE.text * 5);
    this.#y += 7;
    this.#write(text, { font: 'bold', size: SIZE.text });
    this.#y += 3;
  }

  paragraph(text: string, o: { soft?: boolean; indent?: number } = {}): void {
    this.#write(text, { color: o.soft ? INK.soft : INK.text, indent: o.indent ?? 0, size: o.soft ? SIZE.small : SIZE.text });
    this.#y += 4;
  }

  /** Label on the left, value on the right; an empty value is a line for the pen. */
  field(label: string, value: string | null): void {
    const blank = value === null || value.trim() === '';
    this.#pair(label, blank ? [] : this.#lines(plainRun(value), WIDTH - LABEL_WIDTH, SIZE.text, 'plain'), SIZE.text, 'plain');
    if (!blank) return;
    const y = this.#y - 5.5;
    this.#doc
      .moveTo(MARGIN.left + LABEL_WIDTH, y)
      .lineTo(A4.width - MARGIN.right, y)
      .lineWidth(0.6)
      .dash(1, { space: 2.2 })
      .stroke(INK.soft)
      .undash();
  }

  hash(label: string, hex: string): void {
    this.#pair(label, this.#lines(plainRun(hex), WIDTH - LABEL_WIDTH, SIZE.tiny, 'mono'), SIZE.tiny, 'mono');
  }

  #pair(label: string, right: TextRun[][], size: number, font: Font): void {
    const left = this.#lines(plainRun(label), LABEL_WIDTH - 12, SIZE.text, 'plain');
    const height = SIZE.text * LEADING;
    const rows = Math.max(left.length, right.length);
    this.#need(height * Math.min(rows, 4));
    for (let i = 0; i < rows; i += 1) {
      this.#need(height);
      this.#line(left[i] ?? [], MARGIN.left, SIZE.text, 'plain', INK.soft);
      this.#line(right[i] ?? [], MARGIN.left + LABEL_WIDTH, size, font, INK.text);
      this.#y += height;
    }
    this.#y += 1.5;
  }

  /** The post as it was read: marked places on yellow, masked ones on grey, in a box. */
  quote(runs: readonly TextRun[]): void {
    const lines = this.#lines(runs, WIDTH - 24, SIZE.text + 0.5, 'plain');
    const height = (SIZE.text + 0.5) * LEADING;
    this.#y += 3;
    for (const line of lines.length > 0 ? lines : [[]]) {
      this.#need(height);
      this.#doc.rect(MARGIN.left, this.#y - 2, WIDTH, height + 0.6).fill(INK.box);
      this.#doc.rect(MARGIN.left, this.#y - 2, 3, height + 0.6).fill(INK.head);
      this.#line(line, MARGIN.left + 14, SIZE.text + 0.5, 'plain', INK.text);
      this.#y += height;
    }
    this.#y += 7;
  }

  notice(text: string): void {
    const lines = this.#lines(plainRun(text), WIDTH - 24, SIZE.text, 'plain');
    const height = lines.length * SIZE.text * LEADING + 14;
    this.#need(height);
    this.#doc.roundedRect(MARGIN.left, this.#y, WIDTH, height, 3).fillAndStroke(INK.box, INK.line);
    this.#y += 8;
    for (const line of lines) {
      this.#line(line, MARGIN.left + 12, SIZE.text, 'plain', INK.text);
      this.#y += SIZE.text * LEADING;
    }
    this.#y += 12;
  }

  table(head: readonly string[], widths: readonly number[], rows: readonly (readonly string[])[], mono: readonly number[] = []): void {
    this.#need(SIZE.small * LEADING * 3 + 15); // the head never stands alone
    const total = widths.reduce((a, b) => a + b, 0);
    const columns = widths.map((w) => (w / total) * WIDTH);
    this.#row(head, columns, 'bold', []);
    for (const row of rows) this.#row(row, columns, 'plain', mono);
    this.#y += 5;
  }

  #row(cells: readonly string[], columns: readonly number[], font: Font, mono: readonly number[]): void {
    const height = SIZE.small * LEADING;
    const laid = cells.map((c, i) => {
      const face = mono.includes(i) ? 'mono' : font;
      return { face, lines: this.#lines(plainRun(c), (columns[i] ?? 60) - 8, face === 'mono' ? SIZE.tiny : SIZE.small, face) };
    });
    const tall = Math.max(1, ...laid.map((l) => l.lines.length)) * height + 5;
    this.#need(tall);
    const top = this.#y;
    if (font === 'bold') this.#doc.rect(MARGIN.left, top, WIDTH, tall).fill(INK.box);
    let x = MARGIN.left;
    for (const [i, { lines, face }] of laid.entries()) {
      this.#y = top + 3;
      for (const line of lines) {
        this.#line(line, x + 4, face === 'mono' ? SIZE.tiny : SIZE.small, face, INK.text);
        this.#y += height;
      }
      x += columns[i] ?? 0;
    }
    this.#y = top + tall;
    this.#rule();
  }

  space(points: number): void {
    this.#y += points;
  }

  newPage(): void {
    this.#doc.addPage();
    this.#y = MARGIN.top;
  }

  /** Numbers the pages and returns the file. */
  async end(): Promise<Buffer> {
    const { start, count } = this.#doc.bufferedPageRange();
    for (let i = start; i < start + count; i += 1) {
      this.#doc.switchToPage(i);
      const y = A4.height - MARGIN.bottom + 26;
      this.#doc
        .moveTo(MARGIN.left, y - 8)
        .lineTo(A4.width - MARGIN.right, y - 8)
        .lineWidth(0.5)
        .stroke(INK.line);
      this.#doc.font('plain').fontSize(SIZE.tiny).fillColor(INK.soft);
      this.#doc.text(this.#footer, MARGIN.left, y, { lineBreak: false });
      const number = `${i - start + 1} / ${count}`;
      this.#doc.text(number, A4.width - MARGIN.right - this.#doc.widthOfString(number), y, { lineBreak: false });
    }
    this.#doc.end();
    await this.#done;
    return Buffer.concat(this.#chunks);
  }

  #lines(runs: readonly TextRun[], width: number, size: number, font: Font): TextRun[][] {
    this.#doc.font(font).fontSize(size);
    return breakLines(this.#doc, runs, width);
  }

  #write(text: string, o: { font?: Font; size: number; color?: string; indent?: number }): void {
    const font = o.font ?? 'plain';
    const indent = o.indent ?? 0;
    for (const line of this.#lines(plainRun(text), WIDTH - indent, o.size, font)) {
      this.#need(o.size * LEADING);
      this.#line(line, MARGIN.left + indent, o.size, font, o.color ?? INK.text);
      this.#y += o.size * LEADING;
    }
  }

  #need(height: number): void {
    if (this.#y + height > BOTTOM) this.newPage();
  }

  #rule(): void {
    this.#doc
      .moveTo(MARGIN.left, this.#y)
      .lineTo(A4.width - MARGIN.right, this.#y)
      .lineWidth(0.5)
      .stroke(INK.line);
  }

  #line(runs: readonly TextRun[], x: number, size: number, font: Font, color: string): void {
    let at = x;
    this.#doc.font(font).fontSize(size);
    for (const r of runs) {
      const width = this.#doc.widthOfString(r.text);
      if (r.marked || r.masked) this.#doc.rect(at - 0.5, this.#y - 1, width + 1, size * 1.3).fill(r.masked ? INK.masked : INK.mark);
      this.#doc.fillColor(color).text(r.text, at, this.#y, { lineBreak: false });
      at += width;
    }
  }
}
