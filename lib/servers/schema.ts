import { z } from 'zod';
import { isStorable, NOT_STORABLE } from '@/lib/runtime/storable';

const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\.?$/i;
const IPV6 = /^[0-9a-f:.]{2,45}(?:%[a-z0-9]{1,15})?$/i;

/** A host name or an address; anything with another spelling cannot reach a resolver or a command. */
const hostInput = z
  .string()
  .trim()
  .min(1, 'Enter the address of the server')
  .max(253, 'An address has at most 253 characters')
  // `[fe80::1]`, as addresses of version 6 stand beside a port; brackets around anything else are a mistake.
  .transform((text) => text.replace(/^\[([^\]]*:[^\]]*)\]$/, '$1'))
  .refine(
    (text) => HOST_NAME.test(text) || (text.includes(':') && IPV6.test(text)),
    'Enter a host name or an IP address, without http:// and without a port',
  );

const portInput = z.coerce
  .number('Enter a port number')
  .int('Enter a whole number')
  .min(1, 'A port is between 1 and 65535')
  .max(65535, 'A port is between 1 and 65535');

/** Account names as useradd accepts them everywhere: no shell or URL meaning. */
const accountInput = z
  .string()
  .trim()
  .min(1, 'Enter the account to sign in with')
  .regex(
    /^[A-Za-z_][A-Za-z0-9._-]{0,31}\$?$/,
    'An account starts with a letter and has letters, digits, dot, dash or underscore',
  );

const serverNameInput = z
  .string()
  .trim()
  .min(1, 'Give the server a name')
  .max(64, 'A name has at most 64 characters')
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u,
    'A name starts with a letter or digit and has letters, digits, space, dot, dash or underscore',
  );

const secretText = (limit: number, message: string) => z.string().max(limit, message);
const noNul = (text: string) => !text.includes('\0');

/** The server through which another is reached; empty for none. */
const jumpInput = z
  .union([z.literal(''), z.uuid('Choose a server of the list')])
  .nullish()
  .transform((id) => id || null);

const tagsInput = z
  .string()
  .max(400, 'Too many tags')
  .optional()
  .transform((text) => [...new Set((text ?? '').split(/[,\s]+/).filter(Boolean))])
  .refine(
    (tags) => tags.every((tag) => /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}$/u.test(tag)),
    'Tags have letters, digits, dot, dash or underscore, at most 32 characters each',
  )
  .refine((tags) => tags.length <= 20, 'At most 20 tags');

const notesInput = z
  .string()
  .trim()
  .max(2000, 'At most 2,000 characters')
  .refine(isStorable, NOT_STORABLE)
  .optional();

const passwordText = secretText(1024, 'A password has at most 1,024 characters').refine(
  noNul,
  'A password cannot contain a NUL byte',
);

/** One way to sign in, and the password of sudo where it asks for one. */
const signInFields = {
  authType: z.enum(['password', 'key', 'generated'], 'Choose how to sign in'),
  password: passwordText.optional(),
  privateKey: secretText(16 * 1024, 'A key has at most 16 KiB').optional(),
  passphrase: secretText(1024, 'A passphrase has at most 1,024 characters').optional(),
  sudoPassword: passwordText.optional(),
};

type SignIn = { authType: string; password?: string | undefined; privateKey?: string | undefined };

function requireSignIn(input: SignIn, context: z.RefinementCtx): void {
  if (input.authType === 'password' && !input.password)
    context.addIssue({ code: 'custom', path: ['password'], message: 'Enter the password of the account' });
  if (input.authType === 'key' && !input.privateKey?.trim())
    context.addIssue({
      code: 'custom',
      path: ['privateKey'],
      message: 'Paste the private key or choose its file',
    });
}

/** A new server: address, account and one way to sign in. */
export const createServerInput = z
  .strictObject({
    name: serverNameInput,
    host: hostInput,
    port: portInput,
    username: accountInput,
    jumpServerId: jumpInput,
    ...signInFields,
    tags: tagsInput,
    notes: notesInput,
  })
  .superRefine(requireSignIn);

/** What people may change of a server without touching how it is reached. */
export const updateServerInput = z.strictObject({
  serverId: z.string(),
  version: z.coerce.number().int(),
  name: serverNameInput,
  tags: tagsInput,
  notes: notesInput,
});

const percentInput = z
  .union([
    z.literal('').transform(() => null),
    z.coerce.number('Enter a number').int('Enter a whole number').min(1, 'From 1').max(100, 'Up to 100'),
  ])
  .nullish();
const measures = ['cpu', 'memory', 'disk'] as const;

/** The thresholds of one server: a measure has both values of its own, or follows the instance with both. */
export const thresholdsInput = z
  .strictObject({
    serverId: z.string(),
    version: z.coerce.number().int(),
    cpuWarning: percentInput,
    cpuCritical: percentInput,
    memoryWarning: percentInput,
    memoryCritical: percentInput,
    diskWarning: percentInput,
    diskCritical: percentInput,
    minutes: z
      .union([
        z.literal('').transform(() => null),
        z.coerce.number('Enter a number').int('Enter a whole number').min(1, 'From 1').max(60, 'Up to 60'),
      ])
      .nullish(),
  })
  .superRefine((input, context) => {
    for (const measure of measures) {
      const [warning, critical] = [input[`${measure}Warning`], input[`${measure}Critical`]];
      const refuse = (level: 'Warning' | 'Critical', message: string) =>
        context.addIssue({ code: 'custom', path: [`${measure}${level}`], message });
      if (warning == null && critical != null) refuse('Warning', 'Enter both values or none');
      if (warning != null && critical == null) refuse('Critical', 'Enter both values or none');
      if (warning != null && critical != null && warning >= critical)
        refuse('Warning', 'Lower than critical');
    }
  });

/** A new way to sign in to a known server. */
export const replaceCredentialInput = z
  .strictObject({
    serverId: z.string(),
    username: accountInput,
    ...signInFields,
  })
  .superRefine(requireSignIn);

/** What an imported host must be to become a server. */
export const importedAddress = z.object({
  name: serverNameInput,
  host: hostInput,
  port: portInput,
  username: accountInput,
});

const importTexts = {
  config: z.string().max(64 * 1024, 'At most 64 KiB'),
  knownHosts: z.string().max(128 * 1024, 'At most 128 KiB'),
};

/** The texts of an import, to see what they would add. */
export const importPreviewInput = z
  .strictObject(importTexts)
  .refine(({ config, knownHosts }) => config.trim() !== '' || knownHosts.trim() !== '', {
    message: 'Paste a file or choose one',
    path: ['config'],
  });

/** An import: the same texts again, the rows that were chosen, and one way to sign in to all of them. */
export const importServersInput = z
  .strictObject({
    ...importTexts,
    chosen: z
      .union(
        [z.string(), z.array(z.string()).max(200, 'At most 200 servers at once')],
        'Choose at least one server',
      )
      .transform((one) => (typeof one === 'string' ? [one] : one)),
    ...signInFields,
  })
  .superRefine(requireSignIn);

/** Where a known server is reached from now on. */
export const moveInput = z.strictObject({ host: hostInput, port: portInput, jumpServerId: jumpInput });
export type MoveInput = z.output<typeof moveInput>;

/** How Tomo comes in to install its own key: by a password that is used once, or as it signs in until now. */
export const keyInstallationInput = z.strictObject({
  password: passwordText.optional(),
});

/** The decision about a host key that a server showed. */
export const trustHostKeyInput = z.strictObject({
  serverId: z.string(),
  fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'Choose the key to trust'),
  trust: z.enum(['verified', 'first_use']),
  pasted: z.string().max(8192, 'At most 8 KiB').optional(),
});

/** Whether old algorithms may be used with one server. */
export const oldAlgorithmsInput = z.strictObject({
  serverId: z.string(),
  allow: z.enum(['yes', 'no']).transform((word) => word === 'yes'),
});

export const removeServerInput = z.strictObject({ serverId: z.string(), confirmName: z.string() });

/** A removal that also takes something off the server; without anything to take it is no job. */
export const removalInput = z
  .strictObject({
    confirmName: z.string(),
    apps: z.enum(['keep', 'uninstall', 'uninstall_with_data'], 'Choose what becomes of its apps'),
    removeKey: z.boolean(),
  })
  .refine(({ apps, removeKey }) => apps !== 'keep' || removeKey, 'Choose what to take off the server');
export type RemovalInput = z.output<typeof removalInput>;
