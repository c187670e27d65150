import { OpenAPIHono } from '@hono/zod-openapi';
import { exportAudienceRoute, exportSegmentRoute } from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import { toBodyStream } from '../../http/body-stream.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { Store } from '../../store/store.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { contentTypes, createUserWriter, type ExportFormat } from './export-users.ts';
import { readSegmentMembers, type SegmentMembers } from './segment-members.ts';

interface Parts {
  store: Store;
  questions: IndexQuestions;
  now: () => number;
}

interface FormatWish {
  format: ExportFormat;
  column?: string | string[] | undefined;
}

/** The members of a segment, or of any audience, as a stream. */
export function createExportRoutes(guard: GuardRoute, parts: Parts) {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(guard(exportSegmentRoute), async (c) => {
    const { segmentId } = c.req.valid('param');
    const { now, ...format } = c.req.valid('query');
    const { project } = c.get('caller');
    const wish = { project, whom: { segmentId }, now, signal: c.req.raw.signal };
    return answer(format, `segment-${segmentId.replace(/[^\w-]/g, '_')}`, () =>
      readSegmentMembers(parts, wish),
    );
  });

  app.openapi(guard(exportAudienceRoute), async (c) => {
    const { now, conditions, ...format } = c.req.valid('query');
    const { project } = c.get('caller');
    const whom = { conditions: readJson(conditions) };
    const wish = { project, whom, now, signal: c.req.raw.signal };
    return answer(format, 'users', () => readSegmentMembers(parts, wish));
  });

  return app;
}

/** Columns are looked at before anybody is asked for. */
async function answer(
  { format, column }: FormatWish,
  name: string,
  read: () => Promise<SegmentMembers>,
): Promise<Response> {
  const write = createUserWriter(format, column === undefined ? [] : [column].flat());
  const members = await read();
  return new Response(toBodyStream(write(members.batches)), {
    headers: {
      'content-type': contentTypes[format],
      'content-disposition': `attachment; filename="${name}.${format}"`,
      'x-muster-now': new Date(members.now).toISOString(),
      // An empty file says nothing about why it is.
      ...(members.problems.length > 0 && {
        'x-muster-problems': members.problems.map(({ code }) => code).join(', '),
      }),
    },
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const message = 'It is not well-formed JSON.';
    throw new HttpProblem(422, 'invalid_request', message, {
      errors: [{ path: 'conditions', message, code: 'malformed_json' }],
    });
  }
}
