import 'server-only';

/** Variable that holds the published number of the port `id`. */
export function portVariable(id: string): string {
  return `TOMO_PORT_${id.toUpperCase().replaceAll('-', '_')}`;
}

/** Keys that every definition may refer to besides its fields (§2.4), given its port ids. */
export function builtInKeys(portIds: readonly string[]): string[] {
  return ['TOMO_URL', 'TOMO_HOST', 'TOMO_PROJECT', 'TZ', 'PUID', 'PGID', ...portIds.map(portVariable)];
}
