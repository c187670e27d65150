import { removeNode } from '../../src/edit/remove-node.ts';
import { replaceCondition } from '../../src/edit/replace-condition.ts';
import type { TreePath } from '../../src/edit/tree-path.ts';
import { ungroup } from '../../src/edit/ungroup.ts';
import type { NativeFields } from '../../src/profile.ts';
import type { Condition, EventCondition, Group, TreeNode } from '../../src/tree.ts';
import type { Person, PersonEvent } from './arbitrary-person.ts';
import type { Case } from './case.ts';

/**
 * The smallest case reached by taking away one thing after another for as long as `isWrong` stays
 * true of it.
 */
export async function minimise(
  wrong: Case,
  isWrong: (candidate: Case) => Promise<boolean>,
): Promise<Case> {
  for (const candidate of simplify(wrong)) {
    if (await isWrong(candidate)) return minimise(candidate, isWrong);
  }
  return wrong;
}

/** Every case that is this one without one thing, the largest things first. */
function* simplify(given: Case): Generator<Case> {
  for (const tree of simplifyTree(given.tree, given.segments)) yield { ...given, tree };
  for (const [id, conditions] of given.segments) {
    for (const tree of simplifyTree(conditions, given.segments)) {
      yield { ...given, segments: new Map(given.segments).set(id, tree) };
    }
  }
  for (const person of simplifyPerson(given.person)) yield { ...given, person };
}

function* simplifyTree(tree: Group, segments: Case['segments']): Generator<Group> {
  for (const [path, node] of listNodes(tree)) {
    if (path.length > 0) {
      if (node.type === 'group') yield node;
      const removed = removeNode(tree, path).tree;
      if (removed.children.length > 0) yield removed;
    }
    if (node.type === 'group') {
      const lifted = ungroup(tree, path);
      if (lifted.ok) yield lifted.tree;
      continue;
    }
    for (const condition of simplifyCondition(node))
      yield replaceCondition(tree, path, condition).tree;
    const inlined = node.type === 'segment' ? segments.get(node.segmentId) : undefined;
    if (inlined && tree.children.length === 1 && path.length === 1) yield inlined;
  }
}

function listNodes(node: TreeNode, path: TreePath = []): [TreePath, TreeNode][] {
  const own: [TreePath, TreeNode] = [path, node];
  if (node.type !== 'group') return [own];
  return [own, ...node.children.flatMap((child, i) => listNodes(child, [...path, i]))];
}

function* simplifyCondition(condition: Condition): Generator<Condition> {
  if (condition.not !== undefined) yield omit(condition, 'not');
  if (condition.type === 'event') yield* simplifyEvent(condition);
  if (condition.type !== 'attribute' && condition.type !== 'answer') return;
  if (!Array.isArray(condition.value) || condition.operator === 'between') return;
  for (const value of withoutEach(condition.value)) {
    if (value.length > 0) yield { ...condition, value };
  }
}

function* simplifyEvent(condition: EventCondition): Generator<Condition> {
  if (condition.where) yield omit(condition, 'where');
  if (condition.window) yield omit(condition, 'window');
  if (condition.count) yield omit(condition, 'count');
  for (const where of withoutEach(condition.where ?? [])) yield { ...condition, where };
  for (const [i, filter] of (condition.where ?? []).entries()) {
    if (filter.not === undefined) continue;
    yield { ...condition, where: condition.where?.with(i, omit(filter, 'not')) ?? [] };
  }
}

function* simplifyPerson(person: Person): Generator<Person> {
  const { profile, events } = person;
  if (events.length > 0) yield { ...person, events: [] };
  for (const fewer of withoutEach(events)) yield { ...person, events: fewer };
  for (const [i, event] of events.entries()) {
    for (const simpler of simplifyOccurrence(event)) {
      yield { ...person, events: events.with(i, simpler) };
    }
  }
  for (const part of ['attributes', 'traits', 'answers'] as const) {
    for (const fewer of withoutEach([...profile[part]])) {
      yield { ...person, profile: { ...profile, [part]: new Map(fewer) } };
    }
  }
  for (const part of ['seen', 'completed', 'imports'] as const) {
    for (const fewer of withoutEach([...profile[part]])) {
      yield { ...person, profile: { ...profile, [part]: new Set(fewer) } };
    }
  }
  for (const native of simplifyNative(profile.native)) {
    yield { ...person, profile: { ...profile, native } };
  }
}

function* simplifyNative(native: NativeFields): Generator<NativeFields> {
  for (const key of Object.keys(native) as (keyof NativeFields)[]) {
    if (key !== 'sessions' && key !== 'tags') yield omit(native, key) as NativeFields;
  }
  if (native.sessions !== 0) yield { ...native, sessions: 0 };
  for (const tags of withoutEach(native.tags)) yield { ...native, tags };
}

function* simplifyOccurrence(event: PersonEvent): Generator<PersonEvent> {
  for (const fewer of withoutEach([...event.properties])) {
    yield { ...event, properties: new Map(fewer) };
  }
}

function withoutEach<T>(list: readonly T[]): T[][] {
  return list.map((_, i) => list.toSpliced(i, 1));
}

function omit<T extends object, K extends keyof T>(object: T, key: K): Omit<T, K> & T {
  const { [key]: _omitted, ...others } = object;
  return others as Omit<T, K> & T;
}
