import 'server-only';
import type { NextRequest } from 'next/server';
import { ZodError, type z } from 'zod';
import { type Actor, requireActor } from '@/lib/auth/actor';
import { requireOriginProof } from '@/lib/auth/origin-proof';
import type { Permission } from '@/lib/auth/permissions';
import type { JobGroup } from '@/lib/jobs/group';
import { notFound, TomoError } from '@/lib/runtime/errors';
import { requirePermission, requireReauthentication } from './guard';
import { assertOriginOf } from './origin';
import { problemResponse } from './problem';
import { countCall, type RateLimit } from './rate';

type Shape = z.ZodType | undefined;
type OutputOf<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined;

type RouteDefinition<Params extends Shape, Query extends Shape, Body extends Shape> = {
  /** `noun.verb`, as refusals and errors name it. */
  name: string;
  access: Permission;
  params?: Params;
  query?: Query;
  /** A strict object; its presence makes the route one that changes something. `reauthPassword` is taken out before. */
  body?: Body;
  /**
   * Whether the password must have been entered recently, or comes along as `reauthPassword` in the body. A function
   * decides by what is asked for.
   */
  reauth?: boolean | ((body: OutputOf<Body>, params: OutputOf<Params>) => boolean | Promise<boolean>);
  limit?: RateLimit;
  /** What JSON cannot hold is never returned: views only, never rows. A Response passes through. */
  run(context: {
    actor: Actor;
    params: OutputOf<Params>;
    query: OutputOf<Query>;
    body: OutputOf<Body>;
    request: NextRequest;
    /** The caller's own key for a repeatable request, if it sent one. */
    idempotencyKey: string | null;
  }): Promise<unknown>;
};

type RouteHandler = (
  request: NextRequest,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>;

const READS = new Set(['GET', 'HEAD']);
const BODY_LIMIT = 256 * 1024;

/**
 * The door for programs and for everything that starts work: origin, actor and its proof of origin, permission, rate, strict parse,
 * re-authentication, then `run`. Answers JSON, or problem+json (RFC 9457) when something is refused or fails.
 */
export function defineRoute<
  Params extends Shape = undefined,
  Query extends Shape = undefined,
  Body extends Shape = undefined,
>(definition: RouteDefinition<Params, Query, Body>): RouteHandler {
  return async (request, context) => {
    try {
      const changes = !READS.has(request.method);
      if (changes) assertOriginOf(request.headers);
      const actor = await requireActor();
      if (changes) await requireOriginProof(actor);
      await requirePermission(actor, definition.access, definition.name);
      if (definition.limit) countCall(definition.limit, actor.userId);
      const params = parsePart(definition.params, await context.params, true) as OutputOf<Params>;
      const query = parsePart(
        definition.query,
        Object.fromEntries(request.nextUrl.searchParams),
        false,
      ) as OutputOf<Query>;
      const { reauthPassword, ...fields } = changes ? await readJson(request) : {};
      const body = parsePart(definition.body, fields, false) as OutputOf<Body>;
      const asksPassword =
        typeof definition.reauth === 'function' ? await definition.reauth(body, params) : definition.reauth;
      if (asksPassword)
        await requireReauthentication(actor, typeof reauthPassword === 'string' ? reauthPassword : undefined);
      const idempotencyKey = request.headers.get('idempotency-key')?.slice(0, 200) ?? null;
      const answer = await definition.run({ actor, params, query, body, request, idempotencyKey });
      return answer instanceof Response ? answer : jsonResponse(answer);
    } catch (error) {
      return problemResponse(error, definition.name);
    }
  };
}

/** `202 Accepted` for a job that now exists (or existed already): where to watch it, for programs and for people. */
export function accepted(
  job: { jobId: string; existing: boolean },
  extra: Record<string, unknown> = {},
): Response {
  const location = `/api/v1/jobs/${job.jobId}`;
  const body = {
    jobId: job.jobId,
    existing: job.existing,
    location,
    page: `/activity/${job.jobId}`,
    ...extra,
  };
  return new Response(JSON.stringify(body), { status: 202, headers: { ...jsonHeaders, location } });
}

/** `202 Accepted` for one act on many objects: a job each, the refusals with their reasons, and where to watch all of it. */
export function acceptedGroup({ groupId, started, refused }: JobGroup): Response {
  const [first] = started;
  const page = started.length === 1 && first ? `/activity/${first.jobId}` : `/activity?group=${groupId}`;
  const location = `/api/v1/jobs?group=${groupId}`;
  return new Response(JSON.stringify({ groupId, location, page, started, refused }), {
    status: 202,
    headers: { ...jsonHeaders, location },
  });
}

const jsonHeaders = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

function jsonResponse(data: unknown): Response {
  return new Response(JSON.stringify(data), { headers: jsonHeaders });
}

function parsePart(schema: Shape, value: unknown, isPath: boolean): unknown {
  if (!schema) return undefined;
  try {
    return schema.parse(value);
  } catch (error) {
    // An address that cannot name anything is a missing thing, not an invalid one.
    if (isPath && error instanceof ZodError) throw notFound();
    throw error;
  }
}

async function readJson(request: NextRequest): Promise<Record<string, unknown>> {
  if (!/^application\/json(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new TomoError('invalid', 'The body must be JSON.', {
      hint: 'Send content-type: application/json.',
    });
  }
  const text = await request.text();
  if (text.length > BODY_LIMIT)
    throw new TomoError('invalid', 'The body is too large.', { hint: 'The limit is 256 KiB.' });
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Falls through to the same answer as any other body that is no object.
  }
  throw new TomoError('invalid', 'The body must be one JSON object.');
}
