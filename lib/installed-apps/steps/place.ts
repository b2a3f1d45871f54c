import 'server-only';

type Owned = {
  name: string /** Id of the app of Tomo it belongs to; undefined for what is foreign. */;
  instance: string | undefined;
};

/** What stands on a server where an app wants to be. */
export type Place = {
  /** Free on the disk of Docker. */
  freeKib: number;
  folder: 'absent' | 'link' | 'folder';
  /** Id of the app that `tomo.json` in the folder names. */
  folderOwner: string | undefined;
  volumes: Owned[];
  networks: Owned[];
};

/** Reads what the script `app-place-state` printed; lines of another shape are skipped. */
export function readPlace(output: string): Place {
  const lines = output.split('\n');
  const rest = (word: string) =>
    lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
  return {
    freeKib: Number(rest('free')[0]) || 0,
    folder: lines.includes('link') ? 'link' : lines.includes('folder') ? 'folder' : 'absent',
    folderOwner: ownerIn(rest('json').join('\n')),
    volumes: rest('volume').map(ownedOf),
    networks: rest('network').map(ownedOf),
  };
}

function ownedOf(line: string): Owned {
  const [name = '', instance] = line.split(' ');
  return { name, instance: instance || undefined };
}

function ownerIn(json: string): string | undefined {
  try {
    const id = (JSON.parse(json) as { instance?: { id?: unknown } } | null)?.instance?.id;
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}
