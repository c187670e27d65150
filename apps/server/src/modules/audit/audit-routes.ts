import { OpenAPIHono } from '@hono/zod-openapi';
import { type AuditEntryBody, listAuditRoute } from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import type { NumberedAuditEntry, Store } from '../../store/store.ts';

/** Who changed what in a project. */
export function createAuditRoutes(guard: GuardRoute, store: Store) {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(guard(listAuditRoute), async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { number } = c.get('caller').project;
    // One more than the page holds says whether there is another.
    const found = await store.read((tx) => tx.audit(number, limit + 1, cursor));
    const entries = found.slice(0, limit);
    const nextCursor = found.length > limit ? (entries.at(-1)?.number ?? null) : null;
    return c.json({ entries: entries.map(toBody), nextCursor }, 200);
  });
  return app;
}

function toBody(entry: NumberedAuditEntry): AuditEntryBody {
  const { number, at, by, action, subject, before = null, after = null } = entry;
  return { id: number, at: new Date(at).toISOString(), by, action, subject, before, after };
}
