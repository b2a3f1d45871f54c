/** A taken port as the deploy form knows it, with its holder in words. */
export type TakenEntry = { protocol: string; address: string; port: number; sentence: string };

/** What a person chose for one port of the definition. */
export type PortAnswer = { port: string; bind: string; published: boolean };

const wildcard = new Set(['', '*', '0.0.0.0', '::', '[::]', 'all']);

/**
 * Who holds a chosen port, as of the last survey; undefined when it is free or no number yet. Only a help while typing: the
 * server of Tomo and the job on the server decide.
 */
export function heldBy(
  { port, bind }: Pick<PortAnswer, 'port' | 'bind'>,
  protocols: readonly string[],
  taken: readonly TakenEntry[],
): string | undefined {
  const number = Number(port);
  const address = bind === 'loopback' ? '127.0.0.1' : bind;
  return taken.find(
    (entry) =>
      entry.port === number &&
      protocols.includes(entry.protocol) &&
      (wildcard.has(entry.address) || wildcard.has(address) || entry.address === address),
  )?.sentence;
}

/** The next port that nobody holds, near the wanted one first. */
export function nextFree(
  wanted: number,
  protocols: readonly string[],
  taken: readonly TakenEntry[],
  range: { min: number; max: number },
): number | undefined {
  const busy = new Set(taken.filter(({ protocol }) => protocols.includes(protocol)).map(({ port }) => port));
  const isFree = (port: number) => port >= 1024 && port <= 65_535 && !busy.has(port);
  for (let port = wanted + 1; port <= wanted + 50; port += 1) if (isFree(port)) return port;
  for (let port = range.min; port <= range.max; port += 1) if (isFree(port)) return port;
  return undefined;
}

/** Whether a text is a whole port number. */
export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}
