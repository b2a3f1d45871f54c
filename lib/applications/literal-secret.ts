import 'server-only';

const secretName =
  /(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SECRET_?KEY|ENCRYPTION_?KEY|_PASS|_PWD)(?:_BASE)?$/i;
const harmless = /^(?:|true|false|yes|no|on|off|none|null|\d{1,2}|\/[^\s]*)$/i;

/** Whether an environment variable called `name` holds a secret. */
function namesSecret(name: string): boolean {
  return secretName.test(name);
}

/** Whether the literal `value` of the variable `name` is a secret written into a definition. Switches and file paths are not. */
export function isLiteralSecret(name: string, value: string): boolean {
  return (namesSecret(name) && !harmless.test(value)) || hasAddressPassword(value);
}

/** Whether `value` contains an address with a literal password: `postgres://user:here@host`. */
export function hasAddressPassword(value: string): boolean {
  return /:\/\/[^\s:@/]*:[^\s@/]+@/.test(value);
}

/** Whether one of the words of a command is a literal password: the word after `-p` or `--password`, or joined to it. */
export function hasCommandPassword(words: readonly string[]): boolean {
  return words.some((word, index) => {
    const joined = /^--(?:[a-z-]*password|requirepass|pass)=(.+)$/i.exec(word)?.[1];
    if (joined !== undefined) return !harmless.test(joined);
    const next = words[index + 1];
    return (
      /^--(?:[a-z-]*password|requirepass|pass)$/i.test(word) &&
      next !== undefined &&
      next !== '' &&
      !next.startsWith('-') &&
      !harmless.test(next)
    );
  });
}
