import type { Counts } from './ledger.mjs';

export function reportFile(name: string): string;
export function forget(name: string): void;
export function vitestCounts(name: string, ok: boolean): Counts;
export function playwrightCounts(name: string, ok: boolean): Counts;
export type Test = { title: string; status: string; seconds: number };
export function testsOf(name: string): Test[];
