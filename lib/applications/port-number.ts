import 'server-only';
import { z } from 'zod';

/** A TCP or UDP port, 1 to 65535. */
export type PortNumber = number & { readonly __brand: 'PortNumber' };

/** Schema that makes a `PortNumber`. */
export const portNumber = z.custom<PortNumber>((value) => isPortNumber(value), {
  error: 'must be a port from 1 to 65535',
});

/** Whether `value` is a whole number from 1 to 65535. */
export function isPortNumber(value: unknown): value is PortNumber {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;
}
