import * as z from 'zod';
import { commonProblems } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute } from './route.ts';

/** The events of the live stream, by name: what the data of each is. */
export interface LiveEvents {
  /** All audiences asked for at first, then those that changed; null: it cannot be evaluated, or is gone. */
  audiences: { now: string; audiences: Record<string, number | null> };
  /** What they were when they were last counted, of those whose counting takes a while: `audiences` follows. */
  earlier: { at: string; audiences: Record<string, number> };
  /** Segments were created, changed or deleted. */
  segments: Record<string, never>;
  /** Users or their events have changed. */
  data: Record<string, never>;
  /** The project has received something: at once when it has before. */
  'first-event': Record<string, never>;
  /** The server stops; connect again. */
  bye: Record<string, never>;
}

export const liveRoute = defineRoute({
  operationId: 'watch',
  method: 'get',
  path: '/api/projects/{projectId}/live',
  scope: 'read',
  tags: ['Segments'],
  summary: 'What changes, as it changes',
  description:
    'Server-sent events: `audiences` `{now, audiences: {<id>: count}}` of the segments asked for, all at first, in parts as they are counted, and then those that changed, at most once a second; before that `earlier` `{at, audiences}` of those that were counted at another time, by the same definitions; `segments` when definitions changed; `data` when users did; `first-event` once the project has received something; `bye` before the server stops. Everything is said anew after a reconnect.',
  request: {
    params: projectParams,
    query: z.object({
      segments: z.string().max(40_000).default('').meta({
        description: 'Ids of segments, separated by commas; at most 500.',
      }),
    }),
  },
  responses: {
    200: {
      description: 'A stream of events.',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    ...commonProblems,
  },
});
