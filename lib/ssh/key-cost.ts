import 'server-only';

// 16 rounds are ssh-keygen's default and cost about 0.1 s of the main thread; ssh2 would run any number that a text asks for.
const MAX_ROUNDS = 256;

/** Whether opening this OpenSSH key would run more bcrypt rounds than Tomo can afford. Format: PROTOCOL.key of OpenSSH. */
export function hasCostlyKdf(source: string): boolean {
  const match = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/.exec(source);
  if (!match?.[1]) return false;
  const data = Buffer.from(match[1], 'base64');
  const cipher = readString(data, 'openssh-key-v1\0'.length);
  const kdf = cipher && readString(data, cipher.end);
  const options = kdf && readString(data, kdf.end);
  if (!options || kdf.value.toString('latin1') !== 'bcrypt') return false;
  const salt = readString(options.value, 0);
  return !salt || salt.end + 4 > options.value.length || options.value.readUInt32BE(salt.end) > MAX_ROUNDS;
}

function readString(data: Buffer, at: number): { value: Buffer; end: number } | undefined {
  if (at + 4 > data.length) return undefined;
  const end = at + 4 + data.readUInt32BE(at);
  return end > data.length ? undefined : { value: data.subarray(at + 4, end), end };
}
