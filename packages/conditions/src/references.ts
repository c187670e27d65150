import type { Path } from './plan.ts';
import type { AttributeSource, Condition, EventSource, Group, TreeNode } from './tree.ts';

/** What a tree names outside itself, each once, in order of first use, with every place of use. */
export interface References {
  segments: { segmentId: string; paths: Path[] }[];
  /** Named by an interaction or by an answer to one of their steps. */
  experiences: ExperienceReference[];
  imports: { importId: string; paths: Path[] }[];
  attributes: { source: AttributeSource; key: string; paths: Path[] }[];
  events: EventReference[];
}

export interface ExperienceReference {
  experienceId: string;
  paths: Path[];
  steps: { stepId: string; paths: Path[] }[];
}

export interface EventReference {
  source: EventSource;
  name: string;
  paths: Path[];
  properties: { key: string; paths: Path[] }[];
}

/**
 * What the tree itself refers to; what its saved segments refer to is theirs. Paths are those of the
 * JSON: `['children', 0]` and, for a property, `['children', 0, 'where', 1]`.
 */
export function references(tree: Group): References {
  const uses = listUses(tree, []);
  return {
    segments: gather(uses, (use) => use.type === 'segment' && { segmentId: use.segmentId }),
    experiences: gatherExperiences(uses),
    imports: gather(uses, (use) => use.type === 'import' && { importId: use.importId }),
    attributes: gather(
      uses,
      (use) => use.type === 'attribute' && { source: use.source, key: use.key },
    ),
    events: gatherEvents(uses),
  };
}

/** Something that stands in the tree, and where. */
interface Use<T> {
  what: T;
  path: Path;
}

function listUses(node: TreeNode, path: Path): Use<Condition>[] {
  if (node.type !== 'group') return [{ what: node, path }];
  return node.children.flatMap((child, index) => listUses(child, [...path, 'children', index]));
}

function gatherExperiences(uses: Use<Condition>[]): ExperienceReference[] {
  const named = gather(
    uses,
    (use) =>
      (use.type === 'experience' || use.type === 'answer') && { experienceId: use.experienceId },
  );
  return named.map((experience) => ({
    ...experience,
    steps: gather(
      uses,
      (use) =>
        use.type === 'answer' &&
        use.experienceId === experience.experienceId && { stepId: use.stepId },
    ),
  }));
}

function gatherEvents(uses: Use<Condition>[]): EventReference[] {
  const named = gather(
    uses,
    (use) => use.type === 'event' && { source: use.source, name: use.name },
  );
  return named.map((event) => ({
    ...event,
    properties: gather(listProperties(uses, event), ({ key }) => ({ key })),
  }));
}

function listProperties(
  uses: Use<Condition>[],
  { source, name }: { source: EventSource; name: string },
): Use<{ key: string }>[] {
  return uses.flatMap(({ what, path }) => {
    if (what.type !== 'event' || what.source !== source || what.name !== name) return [];
    return (what.where ?? []).map(({ key }, index) => ({
      what: { key },
      path: [...path, 'where', index],
    }));
  });
}

/** The uses that `identify` names, those of the same name together. */
function gather<T, Name extends object>(
  uses: Use<T>[],
  identify: (what: T) => Name | false,
): (Name & { paths: Path[] })[] {
  const found = new Map<string, Name & { paths: Path[] }>();
  for (const { what, path } of uses) {
    const name = identify(what);
    if (!name) continue;
    const key = JSON.stringify(name);
    const entry = found.get(key) ?? { ...name, paths: [] };
    entry.paths.push(path);
    found.set(key, entry);
  }
  return [...found.values()];
}
