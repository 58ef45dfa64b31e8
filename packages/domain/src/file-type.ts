/** What a file really is, by its first bytes; what it calls itself proves nothing. */
const SIGNATURES = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
] as const;

export type StatementFileType = (typeof SIGNATURES)[number][0];
export const STATEMENT_FILE_TYPES: readonly StatementFileType[] = SIGNATURES.map(([type]) => type);

export function fileTypeOf(bytes: Uint8Array): StatementFileType | null {
  return SIGNATURES.find(([, signature]) => signature.every((b, i) => bytes[i] === b))?.[0] ?? null;
}
