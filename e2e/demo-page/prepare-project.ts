import type { DemoSegment } from './demo-segments.ts';
import type { MusterApi } from './muster-api.ts';

interface ExistingSegment {
  id: string;
  name: string;
}

/** Makes the segments whose names are not there yet; returns those names. */
export async function prepareProject(
  api: MusterApi,
  segments: readonly DemoSegment[],
): Promise<string[]> {
  type Listed = { segments: ExistingSegment[] };
  const existing = await api.call<Listed>('GET', '/segments?audience=skip');
  const idsByName = new Map(existing.segments.map(({ id, name }) => [name, id]));
  const created: string[] = [];
  for (const { name, rule, emoji, label, conditions } of segments) {
    if (idsByName.has(name)) continue;
    const { id } = await api.call<ExistingSegment>('POST', '/segments', {
      name,
      description: `Of the demo shop: who ${rule}.`,
      badge: { emoji, label },
      conditions: conditions(idsByName),
    });
    idsByName.set(name, id);
    created.push(name);
  }
  return created;
}
