import { OpenAPIHono } from '@hono/zod-openapi';
import { exportSegmentRoute } from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import type { Store } from '../../store/store.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { contentTypes, createUserWriter, type ExportFormat, toBodyStream } from './export-users.ts';
import { readSegmentMembers } from './segment-members.ts';

interface Parts {
  store: Store;
  questions: IndexQuestions;
  now: () => number;
}

/** The members of a segment as a stream. */
export function createExportRoutes(guard: GuardRoute, parts: Parts) {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(guard(exportSegmentRoute), async (c) => {
    const { segmentId } = c.req.valid('param');
    const { format, now, column } = c.req.valid('query');
    const write = createUserWriter(format, column === undefined ? [] : [column].flat());
    const { project } = c.get('caller');
    const wish = { project, segmentId, now, signal: c.req.raw.signal };
    const members = await readSegmentMembers(parts, wish);
    return new Response(toBodyStream(write(members.batches)), {
      headers: {
        'content-type': contentTypes[format],
        'content-disposition': `attachment; filename="${fileName(segmentId, format)}"`,
        'x-muster-now': new Date(members.now).toISOString(),
        // An empty file says nothing about why it is.
        ...(members.problems.length > 0 && {
          'x-muster-problems': members.problems.map(({ code }) => code).join(', '),
        }),
      },
    });
  });
  return app;
}

function fileName(segmentId: string, format: ExportFormat): string {
  return `segment-${segmentId.replace(/[^\w-]/g, '_')}.${format}`;
}
