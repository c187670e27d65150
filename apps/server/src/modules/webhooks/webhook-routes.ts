import { OpenAPIHono } from '@hono/zod-openapi';
import {
  changeWebhookRoute,
  createWebhookRoute,
  deleteWebhookRoute,
  getWebhookDeliveryRoute,
  listWebhookDeliveriesRoute,
  listWebhooksRoute,
  replayFailedDeliveriesRoute,
  replayWebhookDeliveryRoute,
  rotateWebhookSecretRoute,
  testWebhookRoute,
} from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import type { Project } from '../../store/store.ts';
import type { DeliveryService } from './delivery-service.ts';
import { toDeliveryBody, toWebhookBody } from './webhook-bodies.ts';
import type { WebhookService } from './webhook-service.ts';

/** Whom a project tells of changes, and what was sent to them. */
export function createWebhookRoutes(
  guard: GuardRoute,
  webhooks: WebhookService,
  deliveries: DeliveryService,
  now: () => number,
  /** Why nobody is told who enters and leaves the project's segments; null: they are told. */
  whyUntold: (project: Project) => 'off' | 'memory' | null,
) {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(guard(listWebhooksRoute), async (c) => {
    const states = await webhooks.list(c.get('caller'));
    const bodies = states.map((state) => toWebhookBody(state, now()));
    return c.json({ webhooks: bodies, movesUntold: whyUntold(c.get('caller').project) }, 200);
  });

  app.openapi(guard(createWebhookRoute), async (c) => {
    const state = await webhooks.create(c.get('caller'), c.req.valid('json'));
    return c.json({ ...toWebhookBody(state, now()), secret: state.row.secret }, 201);
  });

  app.openapi(guard(changeWebhookRoute), async (c) => {
    const { webhookId } = c.req.valid('param');
    const state = await webhooks.change(c.get('caller'), webhookId, c.req.valid('json'));
    return c.json(toWebhookBody(state, now()), 200);
  });

  app.openapi(guard(deleteWebhookRoute), async (c) => {
    await webhooks.remove(c.get('caller'), c.req.valid('param').webhookId);
    return c.body(null, 204);
  });

  app.openapi(guard(rotateWebhookSecretRoute), async (c) => {
    const { webhookId } = c.req.valid('param');
    const { graceHours } = c.req.valid('json');
    const state = await webhooks.rotate(c.get('caller'), webhookId, graceHours);
    return c.json({ ...toWebhookBody(state, now()), secret: state.row.secret }, 200);
  });

  app.openapi(guard(testWebhookRoute), async (c) => {
    const messageId = await webhooks.test(c.get('caller'), c.req.valid('param').webhookId);
    return c.json({ messageId }, 202);
  });

  app.openapi(guard(replayFailedDeliveriesRoute), async (c) => {
    const { webhookId } = c.req.valid('param');
    const since = Date.parse(c.req.valid('json').since);
    const replayed = await deliveries.replayFailed(c.get('caller'), webhookId, since);
    return c.json({ replayed }, 202);
  });

  app.openapi(guard(listWebhookDeliveriesRoute), async (c) => {
    const { webhookId } = c.req.valid('param');
    const { cursor: before, limit, state } = c.req.valid('query');
    const wish = { state, before, limit };
    const found = await deliveries.list(c.get('caller'), webhookId, wish);
    const page = found.slice(0, limit);
    const nextCursor = found.length > limit ? (page.at(-1)?.number ?? null) : null;
    return c.json({ deliveries: page.map(toDeliveryBody), nextCursor }, 200);
  });

  app.openapi(guard(getWebhookDeliveryRoute), async (c) => {
    const { webhookId, deliveryId } = c.req.valid('param');
    const row = await deliveries.get(c.get('caller'), webhookId, Number(deliveryId));
    return c.json({ ...toDeliveryBody(row), payload: row.payload }, 200);
  });

  app.openapi(guard(replayWebhookDeliveryRoute), async (c) => {
    const { webhookId, deliveryId } = c.req.valid('param');
    const row = await deliveries.replay(c.get('caller'), webhookId, Number(deliveryId));
    return c.json(toDeliveryBody(row), 202);
  });

  return app;
}
