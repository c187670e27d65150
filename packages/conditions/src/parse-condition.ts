import { findNativeField, nativeFields } from './categories/native-fields.ts';
import { parseEventCondition } from './parse-event.ts';
import {
  type Fields,
  parseChoice,
  parseFields,
  parseId,
  parseKey,
  parseNot,
} from './parse-fields.ts';
import { joinChoices, type ParseReport, quote, report } from './parse-report.ts';
import { parseTest, testFields } from './parse-test.ts';
import type { Path } from './plan.ts';
import type {
  AnswerCondition,
  AttributeCondition,
  Condition,
  ExperienceCondition,
  ImportCondition,
  SegmentCondition,
  ValueTest,
} from './tree.ts';

interface ConditionParser {
  /** Its fields on the wire, `type` aside. */
  fields: readonly string[];
  parse(state: ParseReport, fields: Fields, path: Path): Condition | undefined;
}

const parsers: Record<Condition['type'], ConditionParser> = {
  attribute: { fields: ['source', 'key', ...testFields], parse: parseAttribute },
  event: {
    fields: ['source', 'name', 'count', 'window', 'where', 'not'],
    parse: parseEventCondition,
  },
  experience: { fields: ['experienceId', 'interaction', 'not'], parse: parseExperience },
  answer: { fields: ['experienceId', 'stepId', ...testFields], parse: parseAnswer },
  segment: { fields: ['segmentId', 'not'], parse: parseSegment },
  import: { fields: ['importId', 'not'], parse: parseImport },
};

/** The types of condition, as on the wire. */
export const conditionTypes = Object.keys(parsers) as Condition['type'][];

export function isConditionType(type: unknown): type is Condition['type'] {
  return typeof type === 'string' && Object.hasOwn(parsers, type);
}

/** Reads a condition whose type is known; what it cannot read it reports. */
export function parseCondition(
  state: ParseReport,
  type: Condition['type'],
  json: unknown,
  path: Path,
): Condition | undefined {
  const parser = parsers[type];
  const known = ['type', ...parser.fields];
  const fields = parseFields(state, json, path, `a condition of type ${type}`, known);
  return fields && parser.parse(state, fields, path);
}

function parseAttribute(
  state: ParseReport,
  fields: Fields,
  path: Path,
): AttributeCondition | undefined {
  const sources = ['native', 'custom', 'trait'] as const;
  const source = parseChoice(state, fields.source, [...path, 'source'], sources);
  const test = parseTest(state, fields, path);
  if (source === 'native') return parseNative(state, fields.key, test, path);
  const key = parseKey(state, fields.key, [...path, 'key']);
  if (!source || !key || !test) return undefined;
  return { type: 'attribute', source, key, ...test };
}

function parseNative(
  state: ParseReport,
  key: unknown,
  test: ValueTest | undefined,
  path: Path,
): AttributeCondition | undefined {
  const field = typeof key === 'string' ? findNativeField(key) : undefined;
  if (field === undefined) {
    const names = joinChoices(nativeFields.map((candidate) => candidate.key));
    const message = `Expected a native field, that is ${names}, found ${quote(key)}.`;
    return report(state, { path: [...path, 'key'], code: 'unknown_native_field', message });
  }
  if (test === undefined) return undefined;
  if (test.kind !== field.kind) {
    const message = `The native field ${field.key} is of kind ${field.kind}, not ${test.kind}.`;
    return report(state, { path: [...path, 'kind'], code: 'kind_mismatch', message });
  }
  return { type: 'attribute', source: 'native', key: field.key, ...test };
}

function parseExperience(
  state: ParseReport,
  fields: Fields,
  path: Path,
): ExperienceCondition | undefined {
  const experienceId = parseExperienceId(state, fields, path);
  const interactions = ['seen', 'completed'] as const;
  const at = [...path, 'interaction'];
  const interaction = parseChoice(state, fields.interaction, at, interactions);
  const negation = parseNot(state, fields.not, path);
  if (!experienceId || !interaction || !negation) return undefined;
  return { type: 'experience', experienceId, interaction, ...negation };
}

function parseAnswer(state: ParseReport, fields: Fields, path: Path): AnswerCondition | undefined {
  const experienceId = parseExperienceId(state, fields, path);
  const stepId = parseId(state, fields.stepId, [...path, 'stepId'], 'the id of a step');
  const test = parseTest(state, fields, path);
  if (!experienceId || !stepId || !test) return undefined;
  return { type: 'answer', experienceId, stepId, ...test };
}

function parseExperienceId(state: ParseReport, fields: Fields, path: Path): string | undefined {
  return parseId(state, fields.experienceId, [...path, 'experienceId'], 'the id of an experience');
}

function parseSegment(
  state: ParseReport,
  fields: Fields,
  path: Path,
): SegmentCondition | undefined {
  const segmentId = parseId(state, fields.segmentId, [...path, 'segmentId'], 'the id of a segment');
  const negation = parseNot(state, fields.not, path);
  return segmentId && negation ? { type: 'segment', segmentId, ...negation } : undefined;
}

function parseImport(state: ParseReport, fields: Fields, path: Path): ImportCondition | undefined {
  const importId = parseId(state, fields.importId, [...path, 'importId'], 'the id of an import');
  const negation = parseNot(state, fields.not, path);
  return importId && negation ? { type: 'import', importId, ...negation } : undefined;
}
