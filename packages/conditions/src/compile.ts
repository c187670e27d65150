import type {
  EventPredicate,
  MembershipPredicate,
  Plan,
  PlanGroup,
  PlanNode,
  ValuePredicate,
  WherePredicate,
} from './plan.ts';
import { instant, joinSql, raw, type Sql, sql, string, uint32 } from './sql.ts';
import { subjectColumns } from './subject-columns.ts';

/**
 * The plan as one predicate, 0 or 1 and never NULL, over the columns of the index's `users`. The project
 * is that of the events it looks into; whoever asks restricts `users` to it. Equal conditions give equal
 * text. An invalid plan gives `0`: it matches nobody.
 */
export function compile(plan: Plan, project: number): Sql {
  return plan.valid ? compileNode(plan.root, project) : raw('0');
}

function compileNode(node: PlanNode, project: number): Sql {
  switch (node.type) {
    case 'group':
      return compileGroup(node, project);
    case 'not':
      return sql`NOT ${parenthesise(compileNode(node.child, project))}`;
    case 'value':
      return compileValue(node);
    case 'event':
      return compileEvent(node, project);
    case 'membership':
      return compileMembership(node);
  }
}

function compileGroup({ match, children }: PlanGroup, project: number): Sql {
  const [first, ...others] = children.map((child) => compileNode(child, project));
  if (first === undefined) return raw(match === 'all' ? '1' : '0');
  if (others.length === 0) return first;
  return parenthesise(joinSql([first, ...others], match === 'all' ? ' AND ' : ' OR '));
}

function parenthesise(piece: Sql): Sql {
  return sql`(${piece})`;
}

/** NULL, which an operator may give for a missing value, is false, also below a negation. */
function compileValue({ operator, operand, subject }: ValuePredicate): Sql {
  return sql`ifNull(${operator.toSql(subjectColumns(subject), operand)}, 0)`;
}

function compileMembership({ set, id }: MembershipPredicate): Sql {
  return sql`has(${raw(set)}, ${string(id)})`;
}

/** `number` is never NULL and the subqueries give no NULL, so `IN` needs no ifNull. */
function compileEvent(predicate: EventPredicate, project: number): Sql {
  const { min, max } = predicate;
  const found = selectNumbers(predicate, project);
  if (min === 0) {
    if (max === undefined) return raw('1');
    return sql`number NOT IN (${found}${having(max === 0 ? undefined : sql`> ${uint32(max)}`)})`;
  }
  return sql`number IN (${found}${having(countBounds(min, max))})`;
}

/** What the count of one user's occurrences must be, where one occurrence is not enough. */
function countBounds(min: number, max: number | undefined): Sql | undefined {
  if (max === undefined) return min === 1 ? undefined : sql`>= ${uint32(min)}`;
  return min === max ? sql`= ${uint32(min)}` : sql`BETWEEN ${uint32(min)} AND ${uint32(max)}`;
}

function having(bounds: Sql | undefined): Sql {
  return bounds === undefined ? raw('') : sql` GROUP BY number HAVING count() ${bounds}`;
}

/** The users of the occurrences that count, in the order of the table's key. */
function selectNumbers(predicate: EventPredicate, project: number): Sql {
  const { source, name, window, where } = predicate;
  const conditions = [
    sql`project = ${uint32(project)}`,
    sql`source = ${string(source)}`,
    sql`name = ${string(name)}`,
  ];
  if (window.from !== undefined) conditions.push(sql`timestamp >= ${instant(window.from)}`);
  if (window.until !== undefined) conditions.push(sql`timestamp < ${instant(window.until)}`);
  conditions.push(...where.map(compileFilter));
  return sql`SELECT number FROM events WHERE ${joinSql(conditions, ' AND ')}`;
}

function compileFilter(filter: WherePredicate): Sql {
  return filter.type === 'not' ? sql`NOT (${compileValue(filter.child)})` : compileValue(filter);
}
