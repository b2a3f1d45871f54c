import 'server-only';
import { database } from '@/db/client';
import { updateServerObserved } from '@/db/servers/mutations';
import { findCredential, findServer } from '@/db/servers/queries';
import type { ServerRow } from '@/db/servers/tables';
import { write } from '@/db/write';
import { recordAudit } from '@/lib/audit/record';
import { actorOfJob } from '@/lib/jobs/audit-outcome';
import { AlreadyDone, type StepRun } from '@/lib/jobs/step';
import { nowIso } from '@/lib/runtime/clock';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { assertAddressFree } from '@/lib/servers/address-taken';
import { findPrivileges } from '@/lib/servers/check/privileges';
import { saveGeneratedKey } from '@/lib/servers/credentials';
import { lasting } from '@/lib/servers/lasting';
import { blobOf, keyComment } from '@/lib/servers/own-key/public-line';
import { explainRefusedKey } from '@/lib/servers/own-key/refusals';
import { announceSignInChange } from '@/lib/servers/sign-in-change';
import { withServer } from '@/lib/servers/with-server';
import { remoteScript } from '@/lib/ssh/command';
import { generateKeyPair, type KeyPair } from '@/lib/ssh/generate-key';
import type { LookingStep } from '../graph/step';

/**
 * Adds `$line` (its base64 part is `$blob`) to the keys of `$account`, whose home Tomo made. The key of an earlier attempt for
 * the same `$server` of Tomo goes: nobody has its other half any more. All other lines stay.
 */
const addOwnKey = remoteScript(
  'add-own-key',
  String.raw`
folder=/home/$account/.ssh
file=$folder/authorized_keys
former=/var/lib/tomo/own-key.$server
for path in "/home/$account" "$folder" "$file"; do
  if [ -L "$path" ]; then echo "$path is a link; remove it, then retry."; return 3; fi
done
install -d -m 0700 -o "$account" -g "$account" "$folder"
new=$(mktemp "$folder/.authorized_keys.XXXXXX")
if [ -e "$file" ]; then
  if [ -e "$former" ]; then grep -vF -e "$(cut -d ' ' -f 2 "$former")" "$file" >"$new" || :; else cat "$file" >"$new"; fi
fi
printf '%s %s\n' "$account" "$blob" >"$former"
printf '%s\n' "$line" >>"$new"
chmod 0600 "$new"
chown "$account:$account" "$new"
mv -f "$new" "$file"
if command -v restorecon >/dev/null 2>&1; then restorecon -R "$folder" || :; fi
`,
);

/** As the account itself: proves that it may use the engine without sudo. */
const askEngine = remoteScript('ask-engine', "docker version -f '{{.Server.Version}}'\n");

/**
 * Makes a key pair for the account that Tomo made, proves that the server lets it in, that it becomes root and may use the
 * engine, and only then signs in with it from now on. The sign-in of before is forgotten in the same moment.
 */
export const ownSignIn: LookingStep = {
  key: 'own_sign_in',
  needs: ['own_account'],
  wanted: (options) => options.ownAccount !== undefined,
  async look({ server: { id }, options, mode }, step) {
    const account = options.ownAccount ?? '';
    const server = await findServer(database(), id);
    if (!server) throw notFound('This server');
    if (server.username === account) throw new AlreadyDone(`Tomo signs in as ${account} already`);
    await assertAddressFree(database(), { ...server, username: account }, 'username', id);
    if (mode === 'plan') return planned(step, server.username, account);
    const pair = generateKeyPair(keyComment(server.name));
    await addKey(step, id, account, pair);
    await prove(step, id, account, pair);
    await keep(step, server, account, pair);
    return {
      summary: `Tomo signs in as ${account}, with a key of its own; the sign-in as ${server.username} is forgotten`,
      facts: { account, fingerprint: pair.fingerprint },
    };
  },
};

function planned(step: StepRun, former: string, account: string) {
  const plan = `make a key pair, put its public half into /home/${account}/.ssh/authorized_keys, try it, sign in as ${account} from then on and forget the sign-in as ${former}`;
  step.log(
    `Would run ${addOwnKey.name} (SHA-256 ${addOwnKey.digest.slice(0, 12)}) with account="${account}"`,
  );
  for (const line of addOwnKey.body.trim().split('\n')) step.log(line, 'INFO', 'stdout');
  return { summary: `Would ${plan}`, facts: { planned: plan } };
}

async function addKey(step: StepRun, server: string, account: string, { publicKey }: KeyPair): Promise<void> {
  const args = { account, server, line: publicKey, blob: blobOf(publicKey) };
  const { exitCode, stdout, stderr } = await lasting(step, server, (link) =>
    link.root({ script: addOwnKey, args, timeoutMs: 60_000, signal: step.signal }),
  );
  if (exitCode !== 0)
    throw new TomoError('unavailable', `The key of ${account} could not be written.`, {
      hint: `The server said: ${(stdout || stderr).trim().slice(-300)}. Tomo still signs in as before.`,
      reason: 'key_not_written',
    });
  step.log(`Key ${publicKey.split(' ')[2] ?? ''} added to /home/${account}/.ssh/authorized_keys`);
}

async function prove(step: StepRun, server: string, account: string, pair: KeyPair): Promise<void> {
  const signIn = { kind: 'key', privateKey: pair.privateKey } as const;
  await withServer(
    server,
    async (link) => {
      step.log(`The server lets ${account} in`);
      await findPrivileges(link.connection, account, undefined);
      step.log(`${account} becomes root by sudo, without a password`);
      const { exitCode, stdout, stderr } = await link.run({ script: askEngine, timeoutMs: 60_000 });
      if (exitCode !== 0)
        throw new TomoError('unavailable', `${account} may not use the Docker engine.`, {
          hint: `The server said: ${stderr.trim().slice(-300)}. Tomo still signs in as before.`,
          reason: 'docker_permission',
        });
      step.log(`${account} may use the engine: version ${stdout.trim()}`);
    },
    { signIn, username: account, signal: step.signal },
  ).catch((error: unknown) => {
    throw explainRefusedKey(error, []);
  });
}

async function keep(step: StepRun, server: ServerRow, account: string, pair: KeyPair): Promise<void> {
  await write(async (tx) => {
    await assertAddressFree(tx, { ...server, username: account }, 'username', server.id);
    const former = await findCredential(tx, server.id);
    await saveGeneratedKey(tx, server.id, pair, undefined);
    await updateServerObserved(tx, server.id, {
      username: account,
      authType: 'key',
      sudoMode: 'passwordless',
      updatedAt: nowIso(),
    });
    await recordAudit(tx, {
      actor: await actorOfJob(tx, step.jobId),
      entityType: 'server',
      entityId: server.id,
      entityName: server.name,
      action: 'credential_change',
      serverId: server.id,
      jobId: step.jobId,
      oldValue: {
        username: server.username,
        sign_in: former?.kind ?? 'none',
        public_key: former?.publicKeyFingerprint ?? null,
        credential: '[redacted]',
      },
      newValue: {
        username: account,
        sign_in: 'generated_key',
        public_key: pair.fingerprint,
        credential: '[redacted]',
      },
    });
  });
  announceSignInChange(server.id);
}
