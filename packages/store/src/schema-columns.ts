/** Column types shared by the table descriptions: what is read, what is inserted, what is updated. */
import type { ColumnType, GeneratedAlways } from './kysely.ts';

export type Json<T = unknown> = ColumnType<T, string, string>;
export type Time = ColumnType<Date, Date | string, Date | string>;
export type TimeNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
/** Has a default in the database. */
export type GenTime = ColumnType<Date, Date | string | undefined, Date | string>;
/** `YYYY-MM-DD`; kept as text, so that no time zone is guessed. */
export type Day = ColumnType<string, string, string>;
export type Id = GeneratedAlways<number>;
