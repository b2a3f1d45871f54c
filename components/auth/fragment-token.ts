'use client';

import { useEffect, useState } from 'react';

/**
 * The token in the fragment of the address (`#token=…`), taken out of the address at once. It stands there because the
 * fragment is the one part of an address that a browser sends to nobody. Empty until the page runs, and when there is none.
 */
export function useFragmentToken(): string {
  const [token, setToken] = useState('');
  useEffect(() => {
    const take = () => {
      const found = new URLSearchParams(window.location.hash.slice(1)).get('token');
      if (!found) return;
      setToken(found);
      window.history.replaceState(null, '', window.location.pathname + window.location.search);
    };
    take();
    // The link pasted into a tab that shows this page already loads nothing.
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return token;
}
