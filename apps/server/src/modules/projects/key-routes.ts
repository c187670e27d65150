import { OpenAPIHono } from '@hono/zod-openapi';
import { createKeyRoute, type KeyBody, listKeysRoute, revokeKeyRoute } from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import type { ApiKey } from '../../store/store.ts';
import type { KeyService } from './key-service.ts';

/** Listing, making and revoking API keys. */
export function createKeyRoutes(guard: GuardRoute, keys: KeyService) {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(guard(listKeysRoute), async (c) => {
    const rows = await keys.list(c.get('caller'));
    return c.json({ keys: rows.map(toBody) }, 200);
  });
  app.openapi(guard(createKeyRoute), async (c) => {
    const { row, key } = await keys.create(c.get('caller'), c.req.valid('json'));
    return c.json({ ...toBody(row), key }, 201);
  });
  app.openapi(guard(revokeKeyRoute), async (c) => {
    await keys.revoke(c.get('caller'), c.req.valid('param').keyId);
    return c.body(null, 204);
  });
  return app;
}

function toBody({ id, name, prefix, scope, createdAt, revokedAt }: ApiKey): KeyBody {
  return {
    id,
    name,
    prefix,
    scope,
    createdAt: new Date(createdAt).toISOString(),
    revokedAt: revokedAt === undefined ? null : new Date(revokedAt).toISOString(),
  };
}
