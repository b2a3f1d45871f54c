import { type SQL, sql } from 'drizzle-orm';
import {
  type CheckBuilder,
  check,
  customType,
  integer,
  type SQLiteColumn,
  text,
} from 'drizzle-orm/sqlite-core';
import { nowIso } from '@/lib/runtime/clock';
import { TomoError } from '@/lib/runtime/errors';
import { newId } from '@/lib/runtime/ids';

/** The primary key `id`: a UUIDv7, made here unless the row brings its own. */
export const id = () => text('id').primaryKey().$defaultFn(newId);

/** A moment as `YYYY-MM-DDTHH:MM:SS.sssZ` (see `nowIso`), so that text order is time order. */
export const timestamp = (name: string) => text(name);

/** `created_at`, set when the row is inserted. */
export const createdAt = () => timestamp('created_at').notNull().$defaultFn(nowIso);

/** `updated_at`, set when the row is inserted and by every update through Drizzle. */
export const updatedAt = () => timestamp('updated_at').notNull().$defaultFn(nowIso).$onUpdateFn(nowIso);

/** `version`, the optimistic-lock counter of rows that people edit. */
export const version = () => integer('version').notNull().default(1);

/** 0 or 1 in the file, `false` or `true` in TypeScript. */
export const boolean = (name: string) => integer(name, { mode: 'boolean' });

/**
 * JSON text in the file, a value of type `T` in TypeScript. Written canonically: keys sorted, no spaces. The type is a
 * promise of the writer; readers parse with their zod schema. Text that is no JSON throws `unexpected`, reason `damaged`.
 */
export function json<T>(name: string) {
  return customType<{ data: T; driverData: string }>({
    dataType: () => 'text',
    toDriver: canonical,
    fromDriver: (stored) => parseStored<T>(name, stored),
  })(name);
}

/** The CHECK that holds a text column to the values of its TypeScript union. */
export function oneOf(name: string, column: SQLiteColumn): CheckBuilder {
  const values = (column.enumValues ?? []).map((value) => sql`${value}`);
  return check(name, literal(sql`${column} IN (${sql.join(values, sql`, `)})`));
}

/** The CHECK that a text column holds a SHA-256 as 64 lower-case hexadecimal characters. */
export function isSha256(name: string, column: SQLiteColumn): CheckBuilder {
  return check(name, sql`length(${column}) = 64 AND ${column} NOT GLOB '*[^0-9a-f]*'`);
}

// A CHECK cannot have parameters: values become quoted literals.
function literal(condition: SQL): SQL {
  return condition.inlineParams();
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner) => (isPlainObject(inner) ? sorted(inner) : inner));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function parseStored<T>(name: string, stored: string): T {
  try {
    return JSON.parse(stored) as T;
  } catch (cause) {
    throw new TomoError('unexpected', `The stored value of ${name} is damaged.`, {
      hint: 'Restore a backup, or repair the row by hand while Tomo is stopped.',
      reason: 'damaged',
      cause,
    });
  }
}
