import type { ReactNode } from 'react';

type StripProps = { label: string; icon: ReactNode; title: string; hint: string };

/** One line above everything, as long as what it says is so; on phones without the hint. */
export function Strip({ label, icon, title, hint }: StripProps) {
  return (
    <section
      aria-label={label}
      className="flex min-h-8 flex-wrap items-center justify-center gap-x-2 bg-warning-soft px-4 py-1.5 text-center text-table text-warning"
    >
      {icon}
      <span className="font-medium">{title}</span>
      <span className="max-sm:hidden">{hint}</span>
    </section>
  );
}
