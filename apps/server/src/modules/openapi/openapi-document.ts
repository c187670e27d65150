import type { OpenAPIHono } from '@hono/zod-openapi';
import {
  importCsvRoute,
  jimoCloudKeyRoute,
  jimoCloudUserRoute,
  sdkCommandsRoute,
  sdkDefinitionsRoute,
  sdkMovesRoute,
  segmentDestinationRoute,
  segmentLibraryRoute,
  sourceLibraryRoute,
  sourceWebhookRoute,
  webhookRoute,
} from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import { keySecurity } from '../../http/guard-route.ts';

/** The document of every call that is mounted, made from the schemas that validate. */
export type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

const description = `Everything that Muster does over HTTP.

Send a key as \`Authorization: Bearer <key>\` or \`x-api-key: <key>\`. A key belongs to one project and may
read, or read and write. People sign in (\`POST /api/session\`) and then have a session cookie; what they
may do depends on their role in the project: \`x-scope\` of a call \`read\` takes a viewer, \`write\` an editor,
\`admin\` an admin (\`x-role\` where a call asks more of people), \`account\` anybody who is signed in. Errors are \`application/problem+json\` with a stable \`code\`, a sentence in
\`detail\`, and each wrong place in \`errors\`. Instants in replies are UTC.`;

const ownApps = [
  webhookRoute,
  importCsvRoute,
  sdkCommandsRoute,
  sdkDefinitionsRoute,
  sdkMovesRoute,
  sourceWebhookRoute,
  sourceLibraryRoute,
  segmentLibraryRoute,
  segmentDestinationRoute,
  jimoCloudUserRoute,
  jimoCloudKeyRoute,
];

/** Call it when all is mounted. */
export function createOpenApiDocument(app: OpenAPIHono<AppEnv>, version: string): OpenApiDocument {
  const registry = app.openAPIRegistry;
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-key',
  });
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'muster_session',
    description: 'Of a person; over HTTPS its name is `__Host-muster_session`.',
  });
  // Mounted as apps of their own, which know nothing of this document.
  for (const { scope, ...route } of ownApps) {
    registry.registerPath({ ...route, security: scope === 'anyone' ? [] : keySecurity });
  }
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Muster', version, description, license: { name: 'MIT' } },
    servers: [{ url: '/' }],
  });
}
