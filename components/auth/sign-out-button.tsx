'use client';

import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import { leave } from './door';
import { signOutMessages as words } from './page-messages';

/** Ends the session on the server, then leads to the sign-in. */
export function SignOutButton() {
  const [state, setState] = useState<'ready' | 'leaving' | 'failed'>('ready');
  async function signOut() {
    setState('leaving');
    if (await leave()) window.location.assign('/login');
    else setState('failed');
  }
  return (
    <>
      <Button
        variant="ghost"
        className="px-2 font-normal"
        aria-disabled={state === 'leaving'}
        onClick={() => state !== 'leaving' && signOut()}
      >
        {state === 'leaving' ? <Spinner /> : <LogOut aria-hidden="true" className="text-muted-foreground" />}
        {words.submit}
      </Button>
      {state === 'failed' && (
        <p role="alert" className="px-2 text-danger text-table">
          {words.failed}
        </p>
      )}
    </>
  );
}
