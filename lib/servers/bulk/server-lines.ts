/** One line of a pasted list, its fields as text: whether they are right is for the schema of a server. */
export type ServerLine = {
  /** Number of the line in the pasted text, from 1. */
  line: number;
  name: string;
  host: string;
  port: string;
  username: string;
  /** Separated by spaces. */
  tags: string;
  /** Name of the key file that signs in here; empty: the sign-in of all. */
  key: string;
};

/** A list longer than this is more than a person checks by eye. */
export const LINES_LIMIT = 200;

/**
 * Reads a pasted list: `name,host,port,user,tags,key` with commas, semicolons or tabs, from a spreadsheet too; what is
 * left out takes the default. A line may also be `user@host:port`, which is named after its host. Empty lines, comments
 * behind # and a heading are no servers.
 */
export function parseServerLines(text: string, defaults: { port: string; username: string }): ServerLine[] {
  return text
    .split(/\r\n?|\n/)
    .map((raw, index) => ({
      raw: raw
        .replace(/^\uFEFF/, '')
        .replace(/^\s*#.*$/, '')
        .trim(),
      line: index + 1,
    }))
    .filter(({ raw }) => raw !== '' && !/^"?name"?\s*[,;\t]\s*"?(host|address)"?\b/i.test(raw.slice(0, 100)))
    .map(({ raw, line }) => ({ line, ...readLine(raw, defaults) }));
}

function readLine(raw: string, defaults: { port: string; username: string }): Omit<ServerLine, 'line'> {
  const separator = ['\t', ';', ','].find((sign) => raw.includes(sign));
  if (!separator) return { ...readAddress(raw, defaults), tags: '', key: '' };
  const [name = '', host = '', port = '', username = '', tags = '', key = ''] = raw
    .split(separator)
    .map((field) =>
      field
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    );
  return { name, host, port: port || defaults.port, username: username || defaults.username, tags, key };
}

function readAddress(raw: string, defaults: { port: string; username: string }) {
  const [, username, bracketed, plain, port] =
    /^(?:ssh:\/\/)?(?:([^@\s/]+)@)?(?:\[([0-9a-fA-F:.%]+)\]|([^\s/]+?))(?::(\d{1,5}))?\/?$/.exec(raw) ?? [];
  const host = bracketed ?? plain ?? raw;
  return {
    name: host.replaceAll(':', '-'),
    host,
    port: port ?? defaults.port,
    username: username ?? defaults.username,
  };
}
