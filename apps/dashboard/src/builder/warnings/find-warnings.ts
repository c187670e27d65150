import {
  type Clock,
  type Condition,
  describeCondition,
  type Group,
  type Kind,
  type Names,
} from '@muster/conditions';
import type { BuilderCatalog, CatalogKey } from '../builder-data.ts';
import { kindsOf } from '../menu/fields.ts';
import { findContradiction, type Literal } from './contradiction.ts';
import { joinPath, visitConditions } from './visit-conditions.ts';

/** What is known when a tree is looked at for what is odd. */
export interface Knowledge {
  catalog: BuilderCatalog;
  names: Names;
  clock: Clock;
  /** By path joined by points; absent while unknown. */
  counts?: ReadonlyMap<string, number> | undefined;
  users?: number | undefined;
}

/** Sentences about what is odd in a valid tree, by path joined by points. */
export type Warnings = ReadonlyMap<string, readonly string[]>;

/** Looks at a tree for what can match nobody or everybody, and for what the project has never seen. */
export function findWarnings(tree: Group, knowledge: Knowledge): Warnings {
  const looking = lookForWarnings(tree, knowledge);
  for (;;) {
    const { done, value } = looking.next();
    if (done) return value;
  }
}

/** The same in small steps: a large tree takes longer than somebody who goes on editing should wait. */
export function* lookForWarnings(tree: Group, knowledge: Knowledge): Generator<void, Warnings> {
  const warnings = new Map<string, string[]>();
  const warn = (path: string, text: string) => {
    const present = warnings.get(path) ?? [];
    if (!present.includes(text)) warnings.set(path, [...present, text]);
  };
  yield* findDeadEnds(tree, '', [], knowledge, warn);
  visitConditions(tree, (condition, path) => {
    for (const text of findUnknown(condition, knowledge)) warn(path, text);
    // Why nobody matches says more than that nobody does.
    const text = warnings.has(path) ? undefined : judgeCount(path, knowledge);
    if (text) warn(path, text);
  });
  return warnings;
}

type Warn = (path: string, text: string) => void;

/**
 * Walks down with all that must hold together there. `above` comes from the AND groups around; in an OR
 * group each branch is looked at by itself, and the group as a whole for saying everybody.
 */
function* findDeadEnds(
  group: Group,
  path: string,
  above: readonly Literal<string>[],
  knowledge: Knowledge,
  warn: Warn,
): Generator<void> {
  yield;
  const children = group.children.map((node, i) => ({ node, path: joinPath(path, i) }));
  if (group.match === 'all') {
    const own = flatten(group, path, 'all');
    const together = [...above, ...own];
    if (own.length > 0) {
      const found = findContradiction(together, knowledge.clock);
      if (found) {
        warnOfContradiction(found, knowledge, warn);
        return;
      }
    }
    for (const { node, path: at } of children) {
      if (node.type === 'group') yield* descend(node, at, together, knowledge, warn);
    }
    return;
  }
  const branches = flatten(group, path, 'any');
  const reversed = branches.map((literal) => ({ ...literal, isReversed: true }));
  const everybody = findContradiction(reversed, knowledge.clock);
  if (everybody) {
    const words = everybody.map(({ condition }) => quote(condition, knowledge.names));
    warn(path, `Everybody matches ${words.length > 1 ? 'one of ' : ''}${words.join(' or ')}.`);
  }
  for (const { node, path: at } of children) {
    yield;
    if (node.type === 'group') yield* findDeadEnds(node, at, above, knowledge, warn);
    else {
      const found = findContradiction([...above, { place: at, condition: node }], knowledge.clock);
      if (found) warnOfContradiction(found, knowledge, warn);
    }
  }
}

/** An AND group in an AND group is a part of it, and has been looked at with it. */
function* descend(
  node: Group,
  path: string,
  together: readonly Literal<string>[],
  knowledge: Knowledge,
  warn: Warn,
): Generator<void> {
  if (node.match === 'any') yield* findDeadEnds(node, path, together, knowledge, warn);
  else {
    for (const [i, child] of node.children.entries()) {
      if (child.type === 'group')
        yield* descend(child, joinPath(path, i), together, knowledge, warn);
    }
  }
}

function warnOfContradiction(
  found: readonly Literal<string>[],
  { names }: Knowledge,
  warn: Warn,
): void {
  for (const { place } of found) {
    const others = found.filter((other) => other.place !== place);
    const words = others.map(({ condition }) => quote(condition, names)).join(' and ');
    warn(
      place,
      others.length === 0 ? 'Nobody can match this.' : `Nobody can match this and also ${words}.`,
    );
  }
}

/** The conditions of a group and of the groups in it that are joined by the same word. */
function flatten(group: Group, path: string, match: Group['match']): Literal<string>[] {
  return group.children.flatMap((node, i): Literal<string>[] => {
    const at = joinPath(path, i);
    if (node.type !== 'group') return [{ place: at, condition: node }];
    // A group of one means what that one means, whatever word it would be joined by.
    return node.match === match || node.children.length === 1 ? flatten(node, at, match) : [];
  });
}

function findUnknown(condition: Condition, { catalog, names }: Knowledge): string[] {
  switch (condition.type) {
    case 'attribute': {
      if (condition.source === 'native') return [];
      const keys = condition.source === 'custom' ? catalog.attributes : catalog.traits;
      const known = keys.find(({ key }) => key === condition.key);
      if (known) return judgeKinds(condition, known);
      return catalog.complete === false ? [] : [`No user has ${condition.key} yet.`];
    }
    case 'event': {
      const { source, name } = condition;
      const isKnown = catalog.events.some(
        (event) => event.source === source && event.name === name,
      );
      return isKnown || catalog.complete === false ? [] : [`${name} has not come in yet.`];
    }
    case 'segment':
      return names.segment(condition.segmentId) === undefined ? [gone('segment')] : [];
    case 'import':
      return names.import(condition.importId) === undefined ? [gone('import')] : [];
    case 'experience':
      return names.experience(condition.experienceId) === undefined ? [gone('experience')] : [];
    case 'answer': {
      if (names.experience(condition.experienceId) === undefined) return [gone('experience')];
      const step = names.step?.(condition.experienceId, condition.stepId);
      return step === undefined ? [gone('question')] : [];
    }
  }
}

function gone(what: string): string {
  return `This ${what} is gone. Until it is replaced, all of these conditions together match nobody.`;
}

const kindWords: Readonly<Record<Kind, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date',
  list: 'a list',
};

function judgeKinds(condition: Condition & { type: 'attribute' }, known: CatalogKey): string[] {
  const { kind, key } = condition;
  const kinds = kindsOf(known);
  // Emptiness is asked of any value; text is asked of dates too, since they are text.
  if (!isAboutKind(condition) || kinds.length === 0) return [];
  const counted = new Map(known.kinds.map((each) => [each.kind, each.users]));
  if ((counted.get(kind) ?? 0) === 0) {
    const others = kinds.map((other) => kindWords[other]).join(' or ');
    return [`No user has ${key} as ${kindWords[kind]}, only as ${others}.`];
  }
  const others = kinds.filter((other) => other !== kind && !(isText(other) && isText(kind)));
  if (others.length === 0) return [];
  const share = others.map((other) => `${kindWords[other]} for ${count(counted.get(other) ?? 0)}`);
  return [
    `${key} is ${kindWords[kind]} for ${count(counted.get(kind) ?? 0)} and ${share.join(', ')}. This asks only about ${kindWords[kind]}.`,
  ];
}

function isAboutKind({ value }: Condition & { type: 'attribute' }): boolean {
  return value !== undefined;
}

function isText(kind: Kind): boolean {
  return kind === 'string' || kind === 'date';
}

function count(users: number): string {
  return users === 1 ? '1 user' : `${users.toLocaleString()} users`;
}

function judgeCount(path: string, { counts, users }: Knowledge): string | undefined {
  const matching = counts?.get(path);
  if (matching === undefined || users === undefined || users === 0) return undefined;
  if (matching === 0) return 'Nobody matches this now.';
  return matching === users ? 'Everybody matches this now.' : undefined;
}

function quote(condition: Condition, names: Names): string {
  return `“${describeCondition(condition, names)}”`;
}
