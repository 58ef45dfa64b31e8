/** The repository as its own tests see it: every source file with its imports, strings and functions, read by the compiler. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export interface SourceFile {
  /** From the root, with forward slashes. */
  path: string;
  /** `packages/store`, `services/api` or `test`. */
  unit: string;
  isTest: boolean;
  /** Benchmarks and training: run by developers, never by a service; they fill tables and read test data like tests. */
  isTool: boolean;
  lines: number;
  text: string;
  imports: string[];
  /** Literal texts of strings and templates. */
  strings: string[];
  functions: { name: string; line: number; lines: number }[];
  hasDefaultExport: boolean;
}

const SKIPPED = new Set(['node_modules', 'dist', 'peers', 'corpus', 'public']);

export function readSources(): SourceFile[] {
  const units = ['packages', 'services'].flatMap((d) =>
    readdirSync(join(ROOT, d), { withFileTypes: true })
      .filter((e) => e.isDirectory())
      .map((e) => `${d}/${e.name}`),
  );
  return [...units, 'test'].flatMap((unit) => walk(join(ROOT, unit)).map((file) => parse(unit, file)));
}

function walk(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
    if (e.isDirectory()) return SKIPPED.has(e.name) ? [] : walk(join(dir, e.name));
    return /\.(ts|tsx|mjs)$/.test(e.name) && !e.name.endsWith('.d.ts') ? [join(dir, e.name)] : [];
  });
}

function parse(unit: string, file: string): SourceFile {
  const text = readFileSync(file, 'utf8');
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const found: Pick<SourceFile, 'strings' | 'functions'> = { strings: [], functions: [] };
  const lineOf = (pos: number) => tree.getLineAndCharacterOfPosition(pos).line + 1;
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node))
      found.strings.push(node.text);
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const line = lineOf(node.getStart());
      const name = node.name?.getText() ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : '(anonymous)');
      found.functions.push({ name, line, lines: lineOf(node.body.getEnd()) - lineOf(node.body.getStart()) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return {
    path: relative(ROOT, file).replaceAll('\\', '/'),
    unit,
    isTest: unit === 'test' || /\.test\.tsx?$/.test(file),
    isTool: /\/(bench|train)\//.test(file),
    lines: text.split('\n').length - 1,
    text,
    // Static, dynamic, type-only and re-exporting imports alike.
    imports: ts.preProcessFile(text, true, true).importedFiles.map((i) => i.fileName),
    hasDefaultExport: tree.statements.some(isDefaultExport),
    ...found,
  };
}

function isDefaultExport(s: ts.Statement): boolean {
  if (ts.isExportAssignment(s)) return true;
  return ts.canHaveModifiers(s) && (ts.getModifiers(s) ?? []).some((m) => m.kind === ts.SyntaxKind.DefaultKeyword);
}
