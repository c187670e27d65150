import { type ExistingIds, findBrokenReference } from './broken-reference.ts';
import type { Clock } from './operator.ts';
import { maxProblems } from './parse-report.ts';
import { type ParseOptions, parseTree } from './parse-tree.ts';
import type { Path, Plan, PlanGroup, PlanNode, Problem } from './plan.ts';
import { negate, resolveCondition } from './resolve-condition.ts';
import {
  type Group,
  maxExpandedConditions,
  maxExpandedDepth,
  type SegmentCondition,
  type TreeNode,
} from './tree.ts';

/** A saved segment as it is stored: its tree is `unknown`, since it may no longer parse. */
export interface SavedSegment {
  name: string;
  conditions: unknown;
}

/** Everything outside a tree that its meaning depends on. */
export interface ResolveContext extends Clock, ExistingIds {
  /** Saved segments by id. */
  segments: ReadonlyMap<string, SavedSegment>;
}

/** Resolves any number of trees at one instant; saved segments are read and expanded once for all. */
export interface Resolver {
  resolve(tree: unknown, options?: ParseOptions): Plan;
  /** The plan of a saved segment. */
  resolveSegment(id: string): Plan;
}

/**
 * Reads and resolves one tree. Fails closed: whatever cannot be evaluated, in the tree or in a segment
 * that it names, makes the whole plan invalid. Work is linear in the size of what is named, however
 * often it is named. Throws only when the context itself is broken (`now` no whole number).
 */
export function resolve(tree: unknown, context: ResolveContext, options?: ParseOptions): Plan {
  return createResolver(context).resolve(tree, options);
}

/** A resolved tree or part of one, and how large it is with segments expanded. */
interface Expanded<Node extends PlanNode = PlanNode> {
  node: Node;
  conditions: number;
  /** Groups and negations on the longest way down, the node itself included. */
  height: number;
}

type Expansion = { ok: true; value: Expanded<PlanGroup> } | { ok: false; problems: Problem[] };

/** The state of one descent from one root. */
interface Descent {
  /** Ids of the segments being expanded, outermost first. */
  trail: string[];
  /** Set when the descent went deeper than any valid plan is: nothing more is worth expanding. */
  isTooDeep: boolean;
}

/** See `Resolver`. The context must not change while the resolver is used. */
export function createResolver(context: ResolveContext): Resolver {
  if (!Number.isSafeInteger(context.now)) throw new RangeError('now is not a whole number of ms.');
  const expansionsById = new Map<string, Expansion>();

  function toPlan(expand: (descent: Descent) => Expansion): Plan {
    const expansion = expand({ trail: [], isTooDeep: false });
    if (!expansion.ok) return { valid: false, problems: expansion.problems };
    const { now, timeZone } = context;
    return { valid: true, root: expansion.value.node, now, timeZone };
  }

  function expandTree(
    json: unknown,
    options: ParseOptions,
    level: number,
    descent: Descent,
  ): Expansion {
    const parsed = parseTree(json, options);
    if (!parsed.ok) return parsed;
    const problems: Problem[] = [];
    const value = expandGroup(parsed.value, [], level, descent, problems);
    problems.push(...findExcess(value, descent));
    if (problems.length > 0) return { ok: false, problems: problems.slice(0, maxProblems) };
    return { ok: true, value };
  }

  function expandGroup(
    group: Group,
    path: Path,
    level: number,
    descent: Descent,
    problems: Problem[],
  ): Expanded<PlanGroup> {
    const expanded = group.children.map((child, i) =>
      expandNode(child, [...path, 'children', i], level + 1, descent, problems),
    );
    return {
      // The empty root matches everybody; an empty OR would match nobody.
      node: {
        type: 'group',
        match: expanded.length === 0 ? 'all' : group.match,
        children: expanded.map(({ node }) => node),
      },
      conditions: expanded.reduce((sum, { conditions }) => sum + conditions, 0),
      height: 1 + Math.max(0, ...expanded.map(({ height }) => height)),
    };
  }

  function expandNode(
    node: TreeNode,
    path: Path,
    level: number,
    descent: Descent,
    problems: Problem[],
  ): Expanded {
    if (node.type === 'group') return expandGroup(node, path, level, descent, problems);
    const negations = node.not === true ? 1 : 0;
    if (node.type === 'segment') {
      const expansion = expandSegment(node, path, level + negations, descent);
      if (!expansion.ok) {
        problems.push(...expansion.problems.slice(0, maxProblems - problems.length));
        return nothing;
      }
      const { value } = expansion;
      return { ...value, node: negate(value.node, node.not), height: value.height + negations };
    }
    problems.push(...findBrokenReference(node, path, context));
    const where = node.type === 'event' ? (node.where?.length ?? 0) : 0;
    return {
      node: resolveCondition(node, context),
      conditions: 1 + where,
      height: negations,
    };
  }

  /** The expansion of a condition's segment; its problems are all placed at that condition. */
  function expandSegment(
    { segmentId }: SegmentCondition,
    path: Path,
    level: number,
    descent: Descent,
  ): Expansion {
    const expansion = expandSaved(segmentId, level, descent);
    if (expansion.ok) return expansion;
    const name = context.segments.get(segmentId)?.name;
    const inSegment = name === undefined ? '' : `In segment “${name}”: `;
    const problems = expansion.problems.map(({ code, message }) => ({
      path,
      code,
      message: `${inSegment}${message}`,
    }));
    return { ok: false, problems };
  }

  function expandSaved(id: string, level: number, descent: Descent): Expansion {
    const known = expansionsById.get(id);
    if (known !== undefined) return known;
    const segment = context.segments.get(id);
    if (segment === undefined) {
      return refuse('segment_missing', `There is no segment with the id ${JSON.stringify(id)}.`);
    }
    if (descent.trail.includes(id)) return refuse('segment_cycle', describeCycle(id, descent));
    if (level > maxExpandedDepth) descent.isTooDeep = true;
    if (descent.isTooDeep) return tooDeep();
    descent.trail.push(id);
    const expansion = mark(id, segment.name, expandTree(segment.conditions, {}, level, descent));
    descent.trail.pop();
    // Too deep is said of the whole descent, not of this segment, which may be fine elsewhere.
    if (!descent.isTooDeep) expansionsById.set(id, expansion);
    return expansion;
  }

  function describeCycle(id: string, { trail }: Descent): string {
    const ids = [...trail.slice(trail.indexOf(id)), id];
    const names = ids.map((each) => context.segments.get(each)?.name ?? each);
    return `Segments use one another in a cycle: ${names.join(' → ')}.`;
  }

  return {
    resolve: (tree, options = {}) => toPlan((descent) => expandTree(tree, options, 1, descent)),
    resolveSegment: (id) => toPlan((descent) => expandSaved(id, 1, descent)),
  };
}

function mark(segmentId: string, segmentName: string, expansion: Expansion): Expansion {
  if (!expansion.ok) return expansion;
  const { value } = expansion;
  return { ok: true, value: { ...value, node: { ...value.node, segmentId, segmentName } } };
}

/** Stands where something could not be expanded; the problems that come with it make the plan invalid. */
const nothing: Expanded = {
  node: { type: 'group', match: 'any', children: [] },
  conditions: 0,
  height: 0,
};

function findExcess({ conditions, height }: Expanded, { isTooDeep }: Descent): Problem[] {
  if (isTooDeep || height > maxExpandedDepth) return tooDeep().problems;
  if (conditions <= maxExpandedConditions) return [];
  return refuse(
    'too_many_expanded_conditions',
    `With saved segments expanded there are more than ${maxExpandedConditions} conditions.`,
  ).problems;
}

function tooDeep(): { ok: false; problems: Problem[] } {
  return refuse(
    'expanded_too_deep',
    `With saved segments expanded the groups are nested more than ${maxExpandedDepth} deep.`,
  );
}

function refuse(code: string, message: string): { ok: false; problems: Problem[] } {
  return { ok: false, problems: [{ path: [], code, message }] };
}
