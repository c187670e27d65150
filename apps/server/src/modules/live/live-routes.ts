import { OpenAPIHono } from '@hono/zod-openapi';
import { liveRoute } from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { Authenticator } from '../../http/authenticate.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { LiveHub } from './live-hub.ts';

/** Most segments that one stream tells of. */
const maxSegments = 500;

/** The stream of what changes in a project. */
export function createLiveRoutes(guard: GuardRoute, authenticator: Authenticator, hub: LiveHub) {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(guard(liveRoute), async (c) => {
    const { project } = c.get('caller');
    const request = c.req.raw;
    const stream = hub.open({
      project,
      segmentIds: readIds(c.req.valid('query').segments),
      check: () => authenticator.authenticate(request, { scope: 'read', projectId: project.id }),
    });
    return new Response(stream, {
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store, no-transform',
        // A proxy that gathers would make it anything but live.
        'x-accel-buffering': 'no',
      },
    });
  });

  return app;
}

function readIds(list: string): string[] {
  const ids = [...new Set(list.split(',').filter((id) => id !== ''))];
  if (ids.length <= maxSegments) return ids;
  const message = `At most ${maxSegments} segments.`;
  throw new HttpProblem(422, 'invalid_request', message, {
    errors: [{ path: 'segments', message, code: 'too_big' }],
  });
}
