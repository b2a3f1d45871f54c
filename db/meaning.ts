import type { SQLiteTable } from 'drizzle-orm/sqlite-core';

/** Columns that mean the same everywhere. */
export const commonMeanings = {
  id: 'UUIDv7, lower case',
  version: 'optimistic lock: raised by every edit by a person',
  createdAt: 'when the row was made',
  updatedAt: 'when the row last changed',
};

type Common = keyof typeof commonMeanings;
type Columns<T extends SQLiteTable> = T['_']['columns'];

/** What a table and each of its columns mean, for README.md; a column without words does not compile. */
export type Meaning<T extends SQLiteTable> = {
  about: string;
  columns: { [Name in Exclude<keyof Columns<T>, Common>]: string } & { [Name in Common]?: string };
};
