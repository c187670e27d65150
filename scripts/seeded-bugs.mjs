// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the text of templates in the sources.

// The bugs that seed-bugs.mjs puts in, one at a time: mistakes that products like ours have made.

/**
 * @typedef {object} SeededBug
 * @property {string} name
 * @property {string} file path from the root
 * @property {string} find text that stands in the file exactly once
 * @property {string} put what takes its place
 * @property {string[]} suites test files that should catch it, in the order in which they are tried
 * @property {string} [tests] the tests of these files that are run; default: all
 */

const language = 'packages/conditions/src';
const agreement = 'packages/conditions/test/agreement';
const both = [`${agreement}/agreement.test.ts`];
const server = 'apps/server/src';
const serverTests = 'apps/server/test';
const dates = [`${agreement}/dates.test.ts`];

/** @type {readonly SeededBug[]} */
export const seededBugs = [
  {
    name: 'between leaves its lower end out (evaluator)',
    file: `${language}/operators/number/between.ts`,
    find: 'low <= (value as number)',
    put: 'low < (value as number)',
    suites: both,
  },
  {
    name: 'gte compares as gt (SQL)',
    file: `${language}/operators/number/gte.ts`,
    find: '${column} >= ${float(number)}',
    put: '${column} > ${float(number)}',
    suites: both,
  },
  {
    name: '"5" is taken for 5 (evaluator)',
    file: `${language}/value.ts`,
    find: 'return typeOf(value) === kind ? value : undefined;',
    put: "if (kind === 'number' && typeof value === 'string' && value.trim() !== '') { const number = Number(value); return Number.isNaN(number) ? undefined : number; } return typeOf(value) === kind ? value : undefined;",
    suites: both,
  },
  {
    name: 'lower instead of case folding (SQL)',
    file: `${language}/fold-case.ts`,
    find: 'sql`translateUTF8(${column}, ${string(foldedFrom)}, ${string(foldedTo)})`',
    put: 'sql`lower(${column})`',
    suites: both,
  },
  {
    name: 'toLowerCase instead of case folding (evaluator)',
    file: `${language}/fold-case.ts`,
    find: "  let result = '';",
    put: "  if (text !== '') return text.toLowerCase();\n  let result = '';",
    suites: both,
  },
  {
    name: 'ILIKE instead of a search for the text (SQL)',
    file: `${language}/operators/string/contains.ts`,
    find: 'multiSearchAnyCaseInsensitive(${column}, ${strings(some)})',
    put: "arrayExists(needle -> ${column} ILIKE concat('%', needle, '%'), ${strings(some)})",
    suites: both,
  },
  {
    name: 'NULL is not made false (SQL)',
    file: `${language}/compile.ts`,
    find: 'return sql`ifNull(${operator.toSql(subjectColumns(subject), operand)}, 0)`;',
    put: 'return sql`${operator.toSql(subjectColumns(subject), operand)}`;',
    suites: both,
  },
  {
    name: 'negation skips who has no value (evaluator)',
    file: `${language}/prepare.ts`,
    find: 'return (evaluation) => !test(evaluation);',
    put: "const { child } = node; return (evaluation) => !(child.type === 'value' && child.subject.source === 'custom' && evaluation.profile.attributes.get(child.subject.key) === undefined) && !test(evaluation);",
    suites: both,
  },
  {
    name: 'a value is shared whatever it is read as (evaluator)',
    file: `${language}/prepare-value.ts`,
    find: "JSON.stringify([subject, operator === empty ? 'any' : kind, timeZone])",
    put: 'JSON.stringify([subject, timeZone])',
    suites: both,
  },
  {
    name: 'equal conditions share an answer whatever the instant (evaluator)',
    file: `${language}/equal-conditions.ts`,
    find: '`${plan.now} ${plan.timeZone} ${conditionKey(node.condition)}`',
    put: 'conditionKey(node.condition)',
    suites: [`${language}/prepare-shared.test.ts`],
  },
  {
    name: 'negation skips who has no value (SQL)',
    file: `${language}/compile.ts`,
    find: 'return sql`NOT ${parenthesise(compileNode(node.child, project))}`;',
    put: "return node.child.type === 'value' ? sql`ifNull(NOT (${node.child.operator.toSql(subjectColumns(node.child.subject), node.child.operand)}), 0)` : sql`NOT ${parenthesise(compileNode(node.child, project))}`;",
    suites: both,
  },
  {
    name: 'a filter is not negated (SQL)',
    file: `${language}/compile.ts`,
    find: "return filter.type === 'not' ? sql`NOT (${compileValue(filter.child)})` : compileValue(filter);",
    put: "return compileValue(filter.type === 'not' ? filter.child : filter);",
    suites: both,
  },
  {
    name: 'at least N is more than N (SQL)',
    file: `${language}/compile.ts`,
    find: '>= ${uint32(min)}',
    put: '> ${uint32(min)}',
    suites: both,
  },
  {
    name: 'at most N forgets who never did (SQL)',
    file: `${language}/compile.ts`,
    find: 'sql`number NOT IN (${found}${having(max === 0 ? undefined : sql`> ${uint32(max)}`)})`',
    put: 'sql`number IN (${found}${having(countBounds(min, max))})`',
    suites: both,
  },
  {
    name: 'a window ends a millisecond late (SQL)',
    file: `${language}/compile.ts`,
    find: 'timestamp < ${instant(window.until)}',
    put: 'timestamp <= ${instant(window.until)}',
    suites: both,
  },
  {
    name: 'events of another project count (SQL)',
    file: `${language}/compile.ts`,
    find: 'sql`project = ${uint32(project)}`,',
    put: 'sql`project <= ${uint32(project)}`,',
    suites: both,
  },
  {
    name: 'a group loses its brackets (SQL)',
    file: `${language}/compile.ts`,
    find: "return parenthesise(joinSql([first, ...others], match === 'all' ? ' AND ' : ' OR '));",
    put: "return joinSql([first, ...others], match === 'all' ? ' AND ' : ' OR ');",
    suites: both,
  },
  {
    name: 'includes all of is includes any of (SQL)',
    file: `${language}/operators/list/includes-all.ts`,
    find: "elementsSql('hasAll', column, tags)",
    put: "elementsSql('hasAny', column, tags)",
    suites: both,
  },
  {
    name: 'the empty list is not empty (evaluator)',
    file: `${language}/operators/empty.ts`,
    find: "value === '' || (Array.isArray(value) && value.length === 0),",
    put: "value === '',",
    suites: both,
  },
  {
    name: 'a list forgets the types of its elements (index)',
    file: `${language}/index-layout.ts`,
    find: "  if (typeof value === 'string') return `s:${value}`;",
    put: '  if (value !== true) return `s:${value}`;',
    suites: both,
  },
  {
    name: 'a key is the key that it looks like when encoded (index)',
    file: `${language}/index-layout.ts`,
    find: 'return encodeURIComponent(key).replace(',
    put: "return encodeURIComponent(key).replaceAll('%25', '%').replace(",
    suites: both,
  },
  {
    name: 'a key ending in @date meets the instant of another (index)',
    file: `${language}/index-layout.ts`,
    find: 'return encodeURIComponent(key).replace(',
    put: "return encodeURIComponent(key).replaceAll('%40', '@').replace(",
    suites: both,
  },
  {
    name: 'a date without offset is read in UTC (index)',
    file: `${language}/index-row.ts`,
    find: 'const date = parseIsoDate(value, timeZone);',
    put: "const date = parseIsoDate(value, timeZone && 'UTC');",
    suites: both,
  },
  {
    name: 'now is not in the last N (both)',
    file: `${language}/operators/date/in-last.ts`,
    find: 'until: now + 1,',
    put: 'until: now,',
    suites: dates,
  },
  {
    name: 'a calendar day is 24 h (both)',
    file: `${language}/calendar.ts`,
    find: 'return date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;',
    put: 'return date.toZonedDateTime(timeZone).epochMilliseconds + dayMs;',
    suites: dates,
  },
  {
    name: 'a month is 30 days (both)',
    file: `${language}/calendar.ts`,
    find: '  if (!isUtc(timeZone)) {\n    return toZoned(instant, timeZone).add({ months: amount }).epochMilliseconds;\n  }',
    put: '  if (timeZone) return instant + amount * 30 * dayMs;',
    suites: dates,
  },
  {
    name: 'a broken segment is left out (both)',
    file: `${language}/resolve.ts`,
    find: '        problems.push(...expansion.problems.slice(0, maxProblems - problems.length));\n        return nothing;',
    put: "        return { ...nothing, node: { type: 'group', match: 'all', children: [] } };",
    suites: [`${agreement}/broken.test.ts`],
  },
  {
    name: 'leaving the last N is not foreseen (next change)',
    file: `${language}/flip-instants.ts`,
    find: 'return [subtractSpan(value, span, timeZone), value, addSpan(value, span, timeZone)];',
    put: 'return [subtractSpan(value, span, timeZone), value];',
    suites: [`${agreement}/next-change.test.ts`],
  },
  {
    name: 'wrapping changes the match of the root (edits)',
    file: `${language}/edit/wrap-node.ts`,
    find: "return { type: 'group', match: 'all', children: [node] };",
    put: "return { type: 'group', match: 'any', children: [node, node] };",
    suites: [`${language}/edit/edit-laws.test.ts`],
  },
  {
    name: 'a message id counts again (ingestion)',
    file: `${server}/modules/ingest/apply-batch.ts`,
    find: 'return id === undefined || remaining.delete(id);',
    put: 'return id === undefined || remaining.delete(id) || true;',
    suites: [`${serverTests}/ingest/apply-batch.test.ts`],
  },
  {
    name: 'a merge loses the events (store)',
    file: `${server}/store/transaction.ts`,
    find: '      await moveEvents(session, project, from, to);\n',
    put: '',
    suites: [`${serverTests}/ingest/identity.test.ts`],
  },
  {
    name: 'after a merge the anonymous id is nobody (store)',
    file: `${server}/store/transaction.ts`,
    find: '      await moveIdentities(session, project, from, to);\n',
    put: '',
    suites: [`${serverTests}/ingest/identity.test.ts`],
  },
  {
    name: 'a merge overwrites what is known of the identified user (profiles)',
    file: `${server}/modules/profiles/merge-profiles.ts`,
    find: 'return present.value === null && moving.at > present.at;',
    put: 'return moving.at > present.at;',
    suites: [`${serverTests}/profiles/merge-profiles.test.ts`],
  },
  {
    name: 'the last to arrive wins, whatever its time (profiles)',
    file: `${server}/modules/profiles/profile-changes.ts`,
    find: 'return present === undefined || stamp.at >= present.at;',
    put: 'return present === undefined || stamp.at > 0;',
    suites: [`${serverTests}/profiles/profile-changes.test.ts`],
  },
  {
    name: 'a merge loses the events (index)',
    file: `${server}/index/apply-batch.ts`,
    find: '  await moveEvents(engine, target.suffix, plan.projects);\n',
    put: '',
    suites: [`${serverTests}/index/indexer.test.ts`],
  },
  {
    name: 'the indexer skips a change (index)',
    file: `${server}/index/plan-batch.ts`,
    find: '    through = position;\n',
    put: '    through = position;\n    if (position % 5 === 0) continue;\n',
    suites: [`${serverTests}/index/indexer.test.ts`],
  },
  {
    name: 'events are written again after a failure (index)',
    file: `${server}/index/apply-batch.ts`,
    find: '      if (position <= target.eventsThrough) continue;\n',
    put: '',
    suites: [`${serverTests}/index/interruptions.test.ts`],
    tests: 'the same indexer goes on after a statement that failed',
  },
  {
    name: 'live membership looks at a user once and never again',
    file: `${server}/modules/membership/membership.ts`,
    find: '      queue.ask(number, judge.nextFlip(leaf, person, at));\n',
    put: '',
    suites: [`${serverTests}/membership/membership.test.ts`],
  },
  {
    name: 'what fills a condition of live membership undoes what has changed meanwhile',
    file: `${server}/modules/membership/membership.ts`,
    find: 'if (!hasBit(leaf.known, number)) writeBit',
    put: 'writeBit',
    suites: [`${serverTests}/membership/membership.test.ts`],
  },
];
