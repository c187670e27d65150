// The one way into this package. Exports are listed by name: what is not here is the package's own.
export { answerKey, splitAnswerKey } from './answer-key.ts';
export { type ExistingIds, findBrokenReference } from './broken-reference.ts';
export { addSpan, isTimeZone, startOfDay, startOfNextDay, subtractSpan } from './calendar.ts';
export {
  type Category,
  type CategoryId,
  type CategorySubject,
  categories,
  categoryOf,
} from './categories/categories.ts';
export { findNativeField, type NativeField, nativeFields } from './categories/native-fields.ts';
export { compile } from './compile.ts';
export { conditionKey } from './condition-key.ts';
export { describe, describeParts, type FormulaPart } from './describe.ts';
export { describeCondition, type Names } from './describe-condition.ts';
export { addNode } from './edit/add-node.ts';
export { duplicateNode } from './edit/duplicate-node.ts';
export type { EditRefusal, EditResult } from './edit/edit-result.ts';
export { comparePaths, groupNodes } from './edit/group-nodes.ts';
export { measureTree, type Size } from './edit/measure-tree.ts';
export { moveNode } from './edit/move-node.ts';
export { removeNode } from './edit/remove-node.ts';
export { replaceCondition } from './edit/replace-condition.ts';
export { stepMove } from './edit/step-move.ts';
export { toggleMatch } from './edit/toggle-match.ts';
export { findNode, isWithin, splitPath, type TreePath } from './edit/tree-path.ts';
export { ungroup } from './edit/ungroup.ts';
export { wrapNode } from './edit/wrap-node.ts';
export { evaluate, evaluateTree } from './evaluate.ts';
export { eventKey, type NamedOccurrence, toEventLookup } from './event-lookup.ts';
export { type EventQuery, eventQueries, eventQueriesForChange } from './event-queries.ts';
export {
  type Evidence,
  type ExplainedCondition,
  type ExplainedGroup,
  type ExplainedNode,
  type Explanation,
  explain,
} from './explain.ts';
export { type CycleStep, findCycle } from './find-cycle.ts';
export { findOperator, kinds, operatorsOf } from './find-operator.ts';
export { eventsColumns, untagScalar, usersColumns } from './index-layout.ts';
export { type EventRowInput, toEventRow, toUserRow, type UserRowInput } from './index-row.ts';
export { type IsoDate, parseIsoDate } from './iso-date.ts';
export { isRelative, movePlans } from './move-plan.ts';
export { nextChange, nextPossibleChange } from './next-change.ts';
export type {
  Clock,
  Editor,
  Example,
  Operator,
  Parsed,
  SubjectColumns,
  TypedValue,
} from './operator.ts';
export { units } from './operators/date/date-operand.ts';
export { operators } from './operators/operators.ts';
export { countLabels, eventSources } from './parse-event.ts';
export { maxIdLength } from './parse-fields.ts';
export { type ParseOptions, parseTree } from './parse-tree.ts';
export { findDateOperator, toWindow, windowOperand, windowOperators } from './parse-window.ts';
export type {
  EventPredicate,
  Interval,
  InvalidPlan,
  MembershipPredicate,
  Path,
  Plan,
  PlanGroup,
  PlanNode,
  PlanNot,
  Predicate,
  Problem,
  Subject,
  ValidPlan,
  ValuePredicate,
  WherePredicate,
} from './plan.ts';
export {
  type Evaluator,
  type JudgeEach,
  prepare,
  prepareEach,
  prepareForAnyTime,
} from './prepare.ts';
export { type Looks, prepareLooks } from './prepare-looks.ts';
export type {
  EventLookup,
  Instant,
  NativeFields,
  Occurrence,
  Profile,
  Scalar,
  Value,
} from './profile.ts';
export {
  type RawColumns,
  type RawSubject,
  type RawTest,
  rawPropertyColumns,
  rawSubjectOf,
  rawTestOf,
  readRawText,
  writeRawText,
} from './raw-subject.ts';
export { type References, references } from './references.ts';
export {
  createResolver,
  type ResolveContext,
  type Resolver,
  resolve,
  type SavedSegment,
} from './resolve.ts';
export {
  bool,
  float,
  instant,
  joinSql,
  raw,
  renderSql,
  type Sql,
  type SqlParameter,
  type SqlType,
  type Statement,
  sql,
  string,
  strings,
  uint32,
} from './sql.ts';
export { subjectColumns } from './subject-columns.ts';
export {
  type AnswerCondition,
  type AttributeCondition,
  type AttributeSource,
  type Condition,
  type Count,
  type EventCondition,
  type EventSource,
  type ExperienceCondition,
  type Group,
  type ImportCondition,
  type Kind,
  type Match,
  maxConditions,
  maxCount,
  maxDepth,
  maxExpandedConditions,
  maxExpandedDepth,
  maxOperandValues,
  maxPropertyFilters,
  type NativeKey,
  type PropertyFilter,
  type SegmentCondition,
  type Span,
  type TreeNode,
  type Unit,
  type ValueTest,
  type Window,
} from './tree.ts';
export {
  checkKey,
  checkNumber,
  checkScalar,
  checkString,
  checkValue,
  isLongerThan,
  maxKeyLength,
  maxKeysPerEvent,
  maxKeysPerProfile,
  maxListJsonLength,
  maxNumber,
  maxStringLength,
  readAs,
  typeOf,
  type ValueRefusal,
  type ValueRefusalCode,
} from './value.ts';
