import type { SourceMapping } from '@muster/protocol';

type Rows = SourceMapping['attributes'];

/** A mapping as it is edited: every field is a text, what is empty is left out. */
export interface MappingDraft {
  items: string;
  onlyPath: string;
  /** Separated by commas. */
  onlyEquals: string;
  userBy: SourceMapping['user']['by'];
  userPath: string;
  messageId: string;
  timestamp: string;
  name: string;
  email: string;
  language: string;
  attributes: Rows;
  /** What of a payload becomes an event. */
  eventBy: 'none' | 'path' | 'text';
  eventName: string;
  properties: Rows;
}

export function toDraft(mapping: SourceMapping): MappingDraft {
  const { items = '', only, user, messageId = '', timestamp = '', native, attributes } = mapping;
  const { event } = mapping;
  const isByPath = event !== undefined && 'path' in event.name;
  return {
    items,
    onlyPath: only?.path ?? '',
    onlyEquals: only?.equals.join(', ') ?? '',
    userBy: user.by,
    userPath: user.path,
    messageId,
    timestamp,
    name: native.name ?? '',
    email: native.email ?? '',
    language: native.language ?? '',
    attributes,
    eventBy: event === undefined ? 'none' : isByPath ? 'path' : 'text',
    eventName: event === undefined ? '' : 'path' in event.name ? event.name.path : event.name.text,
    properties: event?.properties ?? [],
  };
}

/** The mapping that it says. Whether it is one is for the server to say. */
export function toMapping(draft: MappingDraft): SourceMapping {
  const { eventBy, eventName } = draft;
  const given = (key: string, value: string) => value.trim() && { [key]: value.trim() };
  const equals = draft.onlyEquals.split(',').flatMap((text) => text.trim() || []);
  return {
    ...given('items', draft.items),
    ...(draft.onlyPath.trim() && { only: { path: draft.onlyPath.trim(), equals } }),
    user: { by: draft.userBy, path: draft.userPath.trim() },
    ...given('messageId', draft.messageId),
    ...given('timestamp', draft.timestamp),
    native: {
      ...given('name', draft.name),
      ...given('email', draft.email),
      ...given('language', draft.language),
    },
    attributes: withoutEmpty(draft.attributes),
    ...(eventBy !== 'none' && {
      event: {
        name: eventBy === 'path' ? { path: eventName.trim() } : { text: eventName.trim() },
        properties: withoutEmpty(draft.properties),
      },
    }),
  };
}

/** A row that nothing was typed in is none. */
function withoutEmpty(rows: Rows): Rows {
  return rows
    .filter(({ path, key }) => path.trim() !== '' || key.trim() !== '')
    .map(({ path, key, as }) => ({ path: path.trim(), key: key.trim(), as }));
}
