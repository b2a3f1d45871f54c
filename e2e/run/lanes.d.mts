export function lanesOf(
  journeys: { title: string; file: string; servers: string[] }[],
  count?: number,
): string[][];
