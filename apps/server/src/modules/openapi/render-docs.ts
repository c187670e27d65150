import type { OpenApiDocument } from './openapi-document.ts';
import { escapeHtml, renderProse } from './render-prose.ts';
import { nameType, renderFields, type Schema } from './render-schema.ts';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

type Content = Record<string, { schema?: Schema }>;

interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: unknown[];
  'x-scope'?: string;
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses?: Record<string, { description?: string; content?: Content }>;
}

interface Call {
  method: string;
  path: string;
  operation: Operation;
}

const methods = ['get', 'post', 'patch', 'delete'] as const;

/** The document as one page of HTML: every call and every schema, without scripts. */
export function renderDocs(document: OpenApiDocument): string {
  const calls = listCalls(document);
  const tags = [...new Set(calls.map(({ operation }) => operation.tags?.[0] ?? 'Other'))];
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, Schema>);
  const inTag = (tag: string) =>
    calls.filter(({ operation }) => (operation.tags?.[0] ?? 'Other') === tag);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.info.title)} API</title>
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<nav aria-label="Calls">
<p><a href="/openapi.json">openapi.json</a></p>
${tags.map((tag) => renderNavigation(tag, inTag(tag))).join('\n')}
<h2><a href="#schemas">Schemas</a></h2>
</nav>
<main>
<h1>${escapeHtml(document.info.title)} API <small>${escapeHtml(document.info.version)}</small></h1>
${renderProse(document.info.description)}
${tags.map((tag) => `<h2>${escapeHtml(tag)}</h2>\n${inTag(tag).map(renderCall).join('\n')}`).join('\n')}
<h2 id="schemas">Schemas</h2>
${schemas.map(renderComponent).join('\n')}
</main>
</body>
</html>
`;
}

function listCalls(document: OpenApiDocument): Call[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method] as Operation | undefined;
      return operation === undefined ? [] : [{ method, path, operation }];
    }),
  );
}

function anchorOf({ method, path, operation }: Call): string {
  return `call-${operation.operationId ?? `${method}-${path}`}`;
}

function renderNavigation(tag: string, calls: readonly Call[]): string {
  const items = calls.map((call) => {
    const label = escapeHtml(call.operation.summary ?? call.path);
    return `<li><a href="#${escapeHtml(anchorOf(call))}">${label}</a></li>`;
  });
  return `<h2>${escapeHtml(tag)}</h2>\n<ul>${items.join('')}</ul>`;
}

function renderCall(call: Call): string {
  const { method, path, operation } = call;
  const isOpen = (operation.security ?? []).length === 0;
  const scope = isOpen ? 'Needs no key.' : `Needs: ${operation['x-scope'] ?? 'write'}.`;
  return `<article id="${escapeHtml(anchorOf(call))}">
<h3><span class="method">${method}</span><code>${escapeHtml(path)}</code></h3>
<p><strong>${escapeHtml(operation.summary ?? '')}.</strong> ${escapeHtml(scope)}</p>
${renderProse(operation.description)}
${renderParameters(operation.parameters ?? [])}
${renderContent('Body', operation.requestBody?.content)}
<h4>Replies</h4>
<table>${Object.entries(operation.responses ?? {})
    .map(renderReply)
    .join('')}</table>
</article>`;
}

function renderParameters(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(({ name, in: place, required, description, schema }) => {
    const need = required ? 'required' : 'optional';
    const type = `<span class="type">${place}, ${nameType(schema)}, ${need}</span>`;
    const about = renderProse(description ?? schema?.description);
    return `<tr><th><code>${escapeHtml(name)}</code></th><td>${type} ${about}</td></tr>`;
  });
  return `<h4>Parameters</h4>\n<table>${rows.join('')}</table>`;
}

function renderContent(title: string, content: Content | undefined): string {
  if (content === undefined) return '';
  const parts = Object.entries(content).map(([type, { schema }]) => {
    return `<p><code>${escapeHtml(type)}</code> ${nameType(schema)}</p>${renderFields(schema)}`;
  });
  return `<h4>${title}</h4>\n${parts.join('\n')}`;
}

function renderReply([status, { description, content }]: [
  string,
  { description?: string; content?: Content },
]): string {
  const types = Object.entries(content ?? {}).map(
    ([type, { schema }]) => `<code>${escapeHtml(type)}</code> ${nameType(schema)}`,
  );
  const fields = Object.values(content ?? {}).map(({ schema }) =>
    schema?.$ref === undefined ? renderFields(schema) : '',
  );
  const about = `${renderProse(description)} ${types.join(', ')} ${fields.join('')}`;
  return `<tr><th>${escapeHtml(status)}</th><td>${about}</td></tr>`;
}

function renderComponent([name, schema]: [string, Schema]): string {
  return `<article id="schema-${escapeHtml(name)}">
<h3>${escapeHtml(name)}</h3>
${renderProse(schema.description)}
${renderFields(schema) || `<p>${nameType(schema)}</p>`}
</article>`;
}
