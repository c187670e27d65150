import { OpenAPIHono } from '@hono/zod-openapi';
import { analyseExperienceRoute, exportAnalyticsRoute, listAnswersRoute } from '@muster/protocol';
import type { AppEnv } from '../../../http/app-env.ts';
import { toBodyStream } from '../../../http/body-stream.ts';
import type { GuardRoute } from '../../../http/guard-route.ts';
import { type AnalyticsParts, createAnalyticsService } from './analytics-service.ts';
import { readFilter, writeAnswers, writeDays } from './export-analytics.ts';

/** What became of an experience: numbers, answers, and both as files. */
export function createAnalyticsRoutes(guard: GuardRoute, parts: AnalyticsParts) {
  const app = new OpenAPIHono<AppEnv>();
  const analytics = createAnalyticsService(parts);

  app.openapi(guard(analyseExperienceRoute), async (c) => {
    const { experienceId } = c.req.valid('param');
    const { project } = c.get('caller');
    const question = { project, experienceId, wish: c.req.valid('json'), signal: c.req.raw.signal };
    return c.json(await analytics.analyse(question), 200);
  });

  app.openapi(guard(listAnswersRoute), async (c) => {
    const { experienceId } = c.req.valid('param');
    const { stepId, limit, cursor, ...wish } = c.req.valid('json');
    const { project } = c.get('caller');
    const question = { project, experienceId, wish, signal: c.req.raw.signal };
    return c.json(await analytics.listAnswers(question, { stepId, limit, cursor }), 200);
  });

  app.openapi(guard(exportAnalyticsRoute), async (c) => {
    const { experienceId } = c.req.valid('param');
    const { content, from, to, ...filter } = c.req.valid('query');
    const { project } = c.get('caller');
    const wish = { from, to, filter: readFilter(filter) };
    const question = { project, experienceId, wish, signal: c.req.raw.signal };
    const pieces =
      content === 'days'
        ? await writeDays(analytics, question)
        : await writeAnswers(parts, question);
    const name = `${content}-${experienceId.replace(/[^\w-]/g, '_')}`;
    return new Response(toBodyStream(pieces), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}.csv"`,
      },
    });
  });

  return app;
}
