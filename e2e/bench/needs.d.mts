export const labServer: string;
export const goals: Record<string, { build?: boolean; lab?: boolean }>;
export function chosen(words: string[]): string[];
