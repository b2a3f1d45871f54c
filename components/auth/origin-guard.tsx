'use client';

import { KeyRound } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { heldOriginProof, sendOriginProof } from './origin-proof';
import { originMessages as words } from './page-messages';

// Before anything on the page can be pressed, and once: the module is evaluated before its page hydrates.
if (typeof window !== 'undefined') sendOriginProof();

const missing = () => heldOriginProof() === null;

function watch(changed: () => void): () => void {
  window.addEventListener('storage', changed);
  return () => window.removeEventListener('storage', changed);
}

/** Lets changes of this page prove where they come from; says in one line when this browser has lost what proves it. */
export function OriginGuard() {
  const lost = useSyncExternalStore(watch, missing, () => false);
  if (!lost) return null;
  return (
    <section
      aria-label={words.label}
      className="flex min-h-8 flex-wrap items-center justify-center gap-x-2 bg-warning-soft px-4 py-1.5 text-center text-table text-warning"
    >
      <KeyRound aria-hidden="true" className="max-sm:hidden" />
      <span className="font-medium">{words.lost}</span>
      <a
        href={`/login?again=1&next=${encodeURIComponent(location.pathname)}`}
        className="underline underline-offset-2"
      >
        {words.again}
      </a>
    </section>
  );
}
