import { v7 } from 'uuid';

/** A new row id: UUIDv7, lower case, so that ids sort by time and index pages stay warm. */
export function newId(): string {
  return v7();
}

/** A row id as if it was made at `ms` (since 1970): for rows whose order of ids is the order of their own time. */
export function idAt(ms: number): string {
  return v7({ msecs: ms });
}

/** No row id made at `ms` (since 1970) or later sorts before this, none made earlier after it. */
export function firstIdAt(ms: number): string {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether `value` has the spelling of a row id; anything else cannot name a row. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}
