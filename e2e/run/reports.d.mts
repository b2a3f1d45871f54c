import type { Counts } from './ledger.mjs';

export function reportFile(name: string): string;
export function forget(name: string): void;
export function vitestCounts(name: string, ok: boolean): Counts;
export function playwrightCounts(name: string, ok: boolean): Counts;
