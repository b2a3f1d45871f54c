import { exportedCalls } from '../exports';
import type { Rule } from '../rule';

/** Handlers that are no part of the API: health checks and the sign-in library's own route. */
const others = /^app\/(livez|readyz|healthz|api\/auth\/\[\.\.\.nextauth\])\/route\.ts$/;

export const routeHandlers: Rule = {
  name: 'A route handler exports defineRoute(…), defineStream(…) or defineUnknown() results only',
  because:
    'the doors check origin, person, permission, rate and input in one order; a bare handler checks nothing',
  home: 'app/api/v1/**/route.ts: export const GET = defineRoute({ access, … })',
  check(tree) {
    return [...tree.sources.values()]
      .filter(({ path }) => /^app\/.*route\.tsx?$/.test(path) && !others.test(path))
      .flatMap((source) =>
        source.path.startsWith('app/api/v1/')
          ? exportedCalls(
              source,
              ['defineRoute', 'defineStream', 'defineUnknown'],
              /^(GET|POST|PUT|PATCH|DELETE)$/,
            )
          : [{ path: source.path, what: 'is a route outside app/api/v1' }],
      );
  },
  breaks: [
    {
      what: 'a bare handler',
      files: { 'app/api/v1/jobs/route.ts': "export async function GET() { return Response.json('all'); }" },
      at: 'app/api/v1/jobs/route.ts',
    },
    {
      what: 'a handler wrapped by something else',
      files: {
        'app/api/v1/jobs/route.ts':
          "import { defineRoute } from '@/lib/jobs/door'; export const GET = defineRoute({});",
      },
      at: 'app/api/v1/jobs/route.ts',
    },
    {
      what: 'a segment option, which could make an answer static',
      files: { 'app/api/v1/jobs/route.ts': "export const dynamic = 'force-static';" },
      at: 'app/api/v1/jobs/route.ts',
    },
    {
      what: 'a door beside the API',
      files: { 'app/(console)/export/route.ts': 'export const GET = () => new Response();' },
      at: 'app/(console)/export/route.ts',
    },
  ],
  keeps: {
    'app/api/v1/jobs/route.ts':
      "import { defineRoute } from '@/lib/procedures/route'; export const GET = defineRoute({ access: 'jobs.read' });",
    'app/livez/route.ts': 'export const GET = () => new Response();',
  },
};
