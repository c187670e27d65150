import { OpenAPIHono } from '@hono/zod-openapi';
import {
  getVerificationRoute,
  rotateVerificationRoute,
  type VerificationBody,
} from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import type { IdentifyVerification } from '../../store/store.ts';
import type { VerificationService } from './verification-service.ts';

/** Reading and renewing the secret by which browsers prove who they are. */
export function createVerificationRoutes(guard: GuardRoute, verification: VerificationService) {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(guard(getVerificationRoute), async (c) =>
    c.json(toBody(await verification.get(c.get('caller'))), 200),
  );
  app.openapi(guard(rotateVerificationRoute), async (c) => {
    const { graceHours = 0 } = c.req.valid('json');
    return c.json(toBody(await verification.rotate(c.get('caller'), graceHours)), 200);
  });
  return app;
}

function toBody(verification: IdentifyVerification | undefined): VerificationBody {
  const { isRequired = false, secret = null, previous } = verification ?? {};
  const until = previous && new Date(previous.until).toISOString();
  return { required: isRequired, secret, previousSecretUntil: until ?? null };
}
