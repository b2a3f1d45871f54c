import { z } from 'zod';
import { isStorable, NOT_STORABLE } from '@/lib/runtime/storable';
import { targetsInput } from '../bulk/targets';

/** A command and how it runs: kept with its job and in the audit log. */
export const commandOptions = z.strictObject({
  command: z
    .string()
    .max(16 * 1024, 'At most 16 KiB')
    .refine((text) => text.trim() !== '', 'Enter the command to run')
    .refine(isStorable, NOT_STORABLE)
    // Pasted from elsewhere; a shell would take the sign as a part of the last word.
    .transform((text) => text.replace(/\r\n?/g, '\n')),
  /** As the account that Tomo signs in with, or as root by way of it. */
  as: z.enum(['account', 'root']),
  timeoutSeconds: z.coerce
    .number('Enter a number of seconds')
    .int('Enter a whole number of seconds')
    .min(1, 'Between 1 s and 1 h')
    .max(3600, 'Between 1 s and 1 h'),
});

export const commandInput = commandOptions.extend({ serverIds: targetsInput });

export type CommandOptions = z.output<typeof commandOptions>;
