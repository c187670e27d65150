import { OpenAPIHono } from '@hono/zod-openapi';
import {
  changeExperienceRoute,
  createExperienceRoute,
  deleteExperienceRoute,
  duplicateExperienceRoute,
  getExperienceRoute,
  listExperiencesRoute,
  listExperienceVersionsRoute,
  previewExperienceRoute,
  restoreExperienceRoute,
} from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import { readVersion, requireVersion, toEtag } from '../../http/if-match.ts';
import type { ExperienceReads } from './experience-reads.ts';
import type { ExperienceWrites } from './experience-writes.ts';
import type { PreviewExperience } from './preview-experience.ts';

/** Experiences: reading, writing, publishing and their history. */
export function createExperienceRoutes(
  guard: GuardRoute,
  reads: ExperienceReads,
  writes: ExperienceWrites,
  preview: PreviewExperience,
) {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(guard(listExperiencesRoute), async (c) =>
    c.json({ experiences: await reads.list(c.get('caller').project) }, 200),
  );

  app.openapi(guard(createExperienceRoute), async (c) => {
    const { id } = await writes.create(c.get('caller'), c.req.valid('json'));
    const body = await reads.get(c.get('caller').project, id);
    return c.json(body, 201, toEtag(body));
  });

  app.openapi(guard(previewExperienceRoute), async (c) =>
    c.json(await preview(c.get('caller').project, c.req.valid('json')), 200),
  );

  app.openapi(guard(getExperienceRoute), async (c) => {
    const body = await reads.get(c.get('caller').project, c.req.valid('param').experienceId);
    return c.json(body, 200, toEtag(body));
  });

  app.openapi(guard(changeExperienceRoute), async (c) => {
    const { experienceId } = c.req.valid('param');
    const expected = requireVersion(c.req.valid('header')['if-match']);
    await writes.change(c.get('caller'), experienceId, expected, c.req.valid('json'));
    const body = await reads.get(c.get('caller').project, experienceId);
    return c.json(body, 200, toEtag(body));
  });

  app.openapi(guard(restoreExperienceRoute), async (c) => {
    const { experienceId } = c.req.valid('param');
    const expected = requireVersion(c.req.valid('header')['if-match']);
    await writes.restore(c.get('caller'), experienceId, expected, c.req.valid('json').version);
    const body = await reads.get(c.get('caller').project, experienceId);
    return c.json(body, 200, toEtag(body));
  });

  app.openapi(guard(deleteExperienceRoute), async (c) => {
    const { experienceId } = c.req.valid('param');
    const expected = readVersion(c.req.valid('header')['if-match']);
    await writes.remove(c.get('caller'), experienceId, expected);
    return c.body(null, 204);
  });

  app.openapi(guard(duplicateExperienceRoute), async (c) => {
    const { id } = await writes.duplicate(c.get('caller'), c.req.valid('param').experienceId);
    const body = await reads.get(c.get('caller').project, id);
    return c.json(body, 201, toEtag(body));
  });

  app.openapi(guard(listExperienceVersionsRoute), async (c) => {
    const { experienceId } = c.req.valid('param');
    return c.json({ versions: await reads.versions(c.get('caller').project, experienceId) }, 200);
  });

  return app;
}
