import type { ReactNode } from 'react';

/** Main column and, from 1280 px, 320 px of facts at its right; below that the facts come first. */
export function DetailLayout({ facts, children }: { facts: ReactNode; children: ReactNode }) {
  return (
    <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_320px]">
      <div className="min-w-0 xl:order-2">{facts}</div>
      <div className="flex min-w-0 flex-col gap-6">{children}</div>
    </div>
  );
}
