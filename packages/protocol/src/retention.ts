import * as z from 'zod';
import { commonProblems } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonReply } from './route.ts';

const affectedSchema = z.object({
  type: z.enum(['segment', 'experience']),
  id: z.string(),
  name: z.string(),
});

/** Something whose conditions look further back than events are kept. */
export type LongerWindowBody = z.infer<typeof affectedSchema>;

export const previewRetentionRoute = defineRoute({
  operationId: 'previewEventRetention',
  method: 'get',
  path: '/api/projects/{projectId}/event-retention',
  scope: 'read',
  tags: ['Project'],
  summary: 'What would count less if events were kept for so many days',
  description:
    'Segments and experiences with conditions on events whose window is longer, or has no end. They count what is kept, so somebody may leave or enter them as events go.',
  request: {
    params: projectParams,
    query: z.object({ days: z.coerce.number().int().min(1).max(3650) }),
  },
  responses: {
    200: jsonReply(
      'They may be none.',
      z.object({ days: z.int(), affected: z.array(affectedSchema) }),
    ),
    ...commonProblems,
  },
});
