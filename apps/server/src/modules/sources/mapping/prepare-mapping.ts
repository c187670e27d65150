import type { SourceMapping, ValueMapping } from '@muster/protocol';
import { type JsonPath, parseJsonPath } from './json-path.ts';

/** A mapping whose paths have been read. */
export interface PreparedMapping {
  items: JsonPath | undefined;
  only: { path: JsonPath; equals: ReadonlySet<string> } | undefined;
  user: { by: 'userId' | 'email'; path: JsonPath; text: string };
  messageId: JsonPath | undefined;
  timestamp: JsonPath | undefined;
  native: [field: 'name' | 'email' | 'language', path: JsonPath][];
  attributes: PreparedValue[];
  event: { name: { path: JsonPath } | { text: string }; properties: PreparedValue[] } | undefined;
}

/** One value of a payload, and what becomes of it. */
export interface PreparedValue extends Pick<ValueMapping, 'key' | 'as'> {
  path: JsonPath;
  /** As it is written in the mapping. */
  text: string;
}

export function prepareMapping(mapping: SourceMapping): PreparedMapping {
  const { items, only, user, messageId, timestamp, native, attributes, event } = mapping;
  const read = (text: string | undefined) => (text === undefined ? undefined : parseJsonPath(text));
  const fields = (['name', 'email', 'language'] as const).flatMap((field) => {
    const path = read(native[field]);
    return path === undefined ? [] : [[field, path] as PreparedMapping['native'][number]];
  });
  return {
    items: read(items),
    only: only && { path: parseJsonPath(only.path), equals: new Set(only.equals) },
    user: { by: user.by, path: parseJsonPath(user.path), text: user.path },
    messageId: read(messageId),
    timestamp: read(timestamp),
    native: fields,
    attributes: attributes.map(prepareValue),
    event: event && {
      name: 'path' in event.name ? { path: parseJsonPath(event.name.path) } : event.name,
      properties: event.properties.map(prepareValue),
    },
  };
}

function prepareValue({ path: text, key, as }: ValueMapping): PreparedValue {
  return { path: parseJsonPath(text), text, key, as };
}
