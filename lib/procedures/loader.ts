import 'server-only';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { type Actor, requireActor } from '@/lib/auth/actor';
import { can, type Permission } from '@/lib/auth/permissions';
import { isTomoError } from '@/lib/runtime/errors';

/**
 * The door for what pages read: `load(actor, …arguments)` returns a view, never a row. Without a session it leads to
 * sign-in and back; what is missing and what is forbidden answer alike, as a page that does not exist. Title, frame and body
 * of a page that ask for the same get one answer: in one rendering each is read once.
 */
export function defineLoader<Arguments extends unknown[], View>(
  access: Permission,
  load: (actor: Actor, ...parameters: Arguments) => Promise<View>,
): (...parameters: Arguments) => Promise<View> {
  return cache(async (...parameters: Arguments) => {
    try {
      const actor = await requireActor();
      if (!can(actor.role, access)) return notFound();
      return await load(actor, ...parameters);
    } catch (error) {
      if (isTomoError(error) && error.code === 'unauthenticated') return redirect(await signInPath());
      if (isTomoError(error) && error.code === 'not_found') return notFound();
      throw error;
    }
  });
}

async function signInPath(): Promise<never> {
  const path = (await headers()).get('x-tomo-path') ?? '/';
  return `/login?next=${encodeURIComponent(path)}` as never;
}
