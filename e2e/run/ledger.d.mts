export type Counts = { passed: number; failed: number; skipped: number };
export type Ledger = {
  part(name: string, work: () => Promise<boolean | Counts>): Promise<boolean>;
  leaveOut(what: string, tests: number): void;
  close(): number;
};
export function createLedger(): Ledger;
