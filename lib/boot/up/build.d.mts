export function digestToBuild(root: string): string | undefined;
export function stampBuild(root: string, digest: string): void;
