import { Hono } from 'hono';
import type { AppEnv } from '../../http/app-env.ts';
import { docsStyle } from './docs-style.ts';
import type { OpenApiDocument } from './openapi-document.ts';
import { renderDocs } from './render-docs.ts';

// The page is made here, without scripts, and loads nothing but its own style sheet.
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The description of the API, for programs and for people. `document` is asked for once. */
export function createOpenApiRoutes(document: () => OpenApiDocument): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  let known: { json: string; html: string } | undefined;

  function describe() {
    if (known === undefined) {
      const made = document();
      known = { json: JSON.stringify(made, undefined, 2), html: renderDocs(made) };
    }
    return known;
  }

  app.get('/openapi.json', (c) =>
    c.body(describe().json, 200, {
      'content-type': 'application/json',
      'cache-control': 'no-cache',
    }),
  );
  app.get('/docs', (c) =>
    c.html(describe().html, 200, {
      'content-security-policy': contentSecurityPolicy,
      'cache-control': 'no-cache',
    }),
  );
  app.get('/docs/style.css', (c) =>
    c.body(docsStyle, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'no-cache',
    }),
  );
  return app;
}
