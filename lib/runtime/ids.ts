import { v7 } from 'uuid';

/** A new row id: UUIDv7, lower case, so that ids sort by time and index pages stay warm. */
export function newId(): string {
  return v7();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether `value` has the spelling of a row id; anything else cannot name a row. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}
