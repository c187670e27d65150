import {
  type AttributeSource,
  categories,
  type EventSource,
  findNativeField,
} from '@muster/conditions';

/** How the builder calls the events of a source: `API events`. */
export function labelEventSource(source: EventSource): string {
  const found = categories.find(
    ({ subject }) => subject.type === 'event' && subject.source === source,
  );
  return found?.label ?? source;
}

/** How the builder calls attributes of a source: `Custom attributes`. */
export function labelAttributeSource(source: AttributeSource): string {
  const found = categories.find(
    ({ subject }) => subject.type === 'attribute' && subject.source === source,
  );
  return found?.label ?? source;
}

/** A native field by its label, others by the key that the customer invented. */
export function labelAttribute(source: AttributeSource, key: string): string {
  return (source === 'native' && findNativeField(key)?.label) || key;
}
