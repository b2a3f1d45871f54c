type Lockfile = { packages?: Record<string, { version?: string; optional?: boolean }> };

export function needsInstall(root: string): boolean;
export function isInstalled(wanted: Lockfile | undefined, installed: Lockfile | undefined): boolean;
