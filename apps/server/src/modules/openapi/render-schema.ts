import { escapeHtml, renderProse } from './render-prose.ts';

/** What of JSON Schema our own schemas use. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
}

/** A type in words, as HTML; components are links. */
export function nameType(schema: Schema | undefined): string {
  if (schema === undefined) return 'anything';
  if (schema.$ref !== undefined) return linkTo(schema.$ref);
  const alternatives = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (alternatives !== undefined) return alternatives.map(nameType).join(' or ');
  if (schema.enum !== undefined) {
    return schema.enum
      .map((value) => `<code>${escapeHtml(JSON.stringify(value))}</code>`)
      .join(' ');
  }
  const types = [schema.type ?? 'anything'].flat();
  return types.map((type) => nameOne(type, schema)).join(' or ');
}

function nameOne(type: string, schema: Schema): string {
  if (type === 'array') return `list of ${nameType(schema.items)}`;
  if (type === 'object' && typeof schema.additionalProperties === 'object') {
    return `object of ${nameType(schema.additionalProperties)}`;
  }
  return escapeHtml(type === 'string' && schema.format ? schema.format : type);
}

function linkTo(reference: string): string {
  const name = escapeHtml(reference.slice(reference.lastIndexOf('/') + 1));
  return `<a href="#schema-${name}">${name}</a>`;
}

/** The fields of an object as a table; nothing for what is none, or is described elsewhere. */
export function renderFields(schema: Schema | undefined): string {
  const fields = Object.entries(schema?.properties ?? {});
  if (fields.length === 0) return '';
  const required = new Set(schema?.required ?? []);
  const rows = fields.map(([name, field]) => {
    const notes = [nameType(field), ...listLimits(field)];
    if (!required.has(name)) notes.push('optional');
    const about = `<span class="type">${notes.join(', ')}</span> ${renderProse(field.description)}`;
    const inner = renderFields(field.items ?? field);
    return `<tr><th><code>${escapeHtml(name)}</code></th><td>${about}${inner}</td></tr>`;
  });
  return `<table>${rows.join('')}</table>`;
}

function listLimits({
  minimum,
  maximum,
  minLength,
  maxLength,
  default: fallback,
}: Schema): string[] {
  const limits: string[] = [];
  if (minLength !== undefined) limits.push(`at least ${minLength} characters`);
  if (maxLength !== undefined) limits.push(`at most ${maxLength} characters`);
  // zod writes the bounds of safe integers on every whole number.
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) limits.push(`from ${minimum}`);
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) limits.push(`to ${maximum}`);
  if (fallback !== undefined) limits.push(`default ${escapeHtml(JSON.stringify(fallback))}`);
  return limits;
}
