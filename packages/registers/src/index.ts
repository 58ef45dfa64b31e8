/** Registers as files: what they look like, what is wrong with one, and how one becomes rows. Used by the command line and by the import of the console. */
export { type CsvRow, isFormula, openCsv } from './csv.ts';
export { ImportFault, ImportStopped } from './fault.ts';
export { pathOf } from './register-json.ts';
export { type Reject, RejectLog, rejectText } from './rejects.ts';
export { type AccountImportOptions, type AccountImportResult, importAccounts } from './run-accounts.ts';
export { type CircularsImportResult, importCirculars, importRegister, type RegisterImportOptions, type RegisterImportResult } from './run-register.ts';
export { type SourceFile, sourceOf } from './source.ts';
