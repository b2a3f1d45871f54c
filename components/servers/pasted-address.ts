/** The parts of a pasted `user@host:port` (also `ssh://…` and `[v6]:port`); undefined when the text is a plain host. */
export function readAddress(text: string): { host: string; username?: string; port?: string } | undefined {
  const match = /^(?:ssh:\/\/)?(?:([^@\s/]+)@)?(\[[0-9a-f:.%]+\]|[^\s/:@]+)(?::(\d{1,5}))?\/?$/i.exec(
    text.trim(),
  );
  if (!match?.[2] || (!match[1] && !match[3])) return undefined;
  return { host: match[2].replace(/^\[|\]$/g, ''), username: match[1], port: match[3] };
}
