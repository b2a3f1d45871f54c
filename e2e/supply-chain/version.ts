/** Compares two versions `major.minor.patch[-pre]`; negative when `a` is older. A pre-release is older than its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  for (const index of [0, 1, 2, 3]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function parts(version: string): number[] {
  const match = /^(\d+)\.(\d+)\.(\d+)(-.+)?/.exec(version);
  if (!match) throw new Error(`${version} is no version`);
  return [...match.slice(1, 4).map(Number), match[4] ? -1 : 0];
}
