import 'server-only';
import { requireActor } from '@/lib/auth/actor';
import { notFound } from '@/lib/runtime/errors';
import { problemResponse } from './problem';

/** The door behind which nothing is: programs get a problem document instead of a page for people. */
export function defineUnknown(): () => Promise<Response> {
  return async () => {
    try {
      // Somebody who is not signed in learns nothing about what exists.
      await requireActor();
      throw notFound('This address');
    } catch (error) {
      return problemResponse(error, 'unknown');
    }
  };
}
