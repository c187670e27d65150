import type { Parsed } from './operator.ts';
import { conditionTypes, isConditionType, parseCondition } from './parse-condition.ts';
import { parseChoice, parseFields, readOwn } from './parse-fields.ts';
import {
  isFull,
  joinChoices,
  type ParseReport,
  quote,
  report,
  startReport,
} from './parse-report.ts';
import type { Path } from './plan.ts';
import { type Group, maxConditions, maxDepth, type TreeNode } from './tree.ts';

export interface ParseOptions {
  /** Accept a root without children, "no filter yet", which matches everybody. Default: refuse. */
  allowEmptyRoot?: boolean;
}

/**
 * Reads the wire form. The result is made of fresh plain objects, whatever `json` was; each problem
 * (at most 50 are collected) has the path of its place in `json`. Never throws on JSON of any size,
 * depth or content.
 */
export function parseTree(json: unknown, options: ParseOptions = {}): Parsed<Group> {
  const state = startReport();
  const root = parseRoot(state, json, options.allowEmptyRoot === true);
  return root !== undefined && state.problems.length === 0
    ? { ok: true, value: root }
    : { ok: false, problems: state.problems };
}

function parseRoot(state: ParseReport, json: unknown, allowEmpty: boolean): Group | undefined {
  if (readOwn(json, 'type') === 'group') return parseGroup(state, json, [], 1, allowEmpty);
  return report(state, {
    path: [],
    code: 'expected_group',
    message: 'Expected a group as the root: {"type": "group", "match": "all", "children": […]}.',
  });
}

function parseNode(
  state: ParseReport,
  json: unknown,
  path: Path,
  depth: number,
): TreeNode | undefined {
  const type = readOwn(json, 'type');
  if (type === 'group') return parseGroup(state, json, path, depth, false);
  if (isConditionType(type)) {
    state.conditions += 1;
    return parseCondition(state, type, json, path);
  }
  const types = joinChoices(['group', ...conditionTypes]);
  return report(state, {
    path: [...path, 'type'],
    code: 'unknown_type',
    message: `Expected an object of type ${types}, found ${quote(type ?? json)}.`,
  });
}

function parseGroup(
  state: ParseReport,
  json: unknown,
  path: Path,
  depth: number,
  allowEmpty: boolean,
): Group | undefined {
  if (depth > maxDepth) {
    const message = `Groups are nested more than ${maxDepth} deep, the root included.`;
    return report(state, { path, code: 'too_deep', message });
  }
  const fields = parseFields(state, json, path, 'a group', ['type', 'match', 'children']);
  if (fields === undefined) return undefined;
  const match = parseChoice(state, fields.match, [...path, 'match'], ['all', 'any']);
  const children = parseChildren(state, fields.children, [...path, 'children'], depth, allowEmpty);
  return match && children && { type: 'group', match, children };
}

function parseChildren(
  state: ParseReport,
  json: unknown,
  path: Path,
  depth: number,
  allowEmpty: boolean,
): TreeNode[] | undefined {
  if (!Array.isArray(json)) {
    const message = `Expected a list of conditions and groups, found ${quote(json)}.`;
    return report(state, { path, code: 'expected_list', message });
  }
  if (json.length === 0 && !allowEmpty) {
    const message = 'A group needs at least one condition or group in it.';
    return report(state, { path, code: 'empty_group', message });
  }
  const children: TreeNode[] = [];
  for (const [i, child] of json.entries()) {
    const node = parseNode(state, child, [...path, i], depth + 1);
    if (node !== undefined) children.push(node);
    if (isFull(state) || hasTooMany(state)) break;
  }
  return children;
}

/** True once the limit is passed; said once, at the root, since no one condition is the one too many. */
function hasTooMany(state: ParseReport): boolean {
  if (state.conditions <= maxConditions) return false;
  const isSaid = state.problems.some((problem) => problem.code === 'too_many_conditions');
  if (!isSaid) {
    const message = `A tree has at most ${maxConditions} conditions.`;
    report(state, { path: [], code: 'too_many_conditions', message });
  }
  return true;
}
