import { findNativeField } from './categories/native-fields.ts';
import { describeEvent } from './describe-event.ts';
import { describeTest } from './describe-test.ts';
import type { AnswerCondition, AttributeCondition, Condition } from './tree.ts';

/** What things are called that a tree names by id; undefined for what does not exist. */
export interface Names {
  segment(segmentId: string): string | undefined;
  experience(experienceId: string): string | undefined;
  import(importId: string): string | undefined;
  /** Absent where the experience says enough. */
  step?(experienceId: string, stepId: string): string | undefined;
}

/** One condition in words: `plan is any of Pro or Team`. Never throws. */
export function describeCondition(condition: Condition, names: Names): string {
  switch (condition.type) {
    case 'attribute':
      return describeTest(nameAttribute(condition), condition);
    case 'answer':
      return describeTest(`${nameQuestion(condition, names)} answered`, condition);
    case 'event':
      return describeEvent(condition);
    case 'experience': {
      const has = condition.not ? 'Has not been' : 'Has been';
      return `${has} ${condition.interaction}: ${nameExperience(condition.experienceId, names)}`;
    }
    case 'segment': {
      const { segmentId } = condition;
      const name = names.segment(segmentId) ?? nameUnknown('segment', segmentId);
      return `${condition.not ? 'Is not' : 'Is'} in segment: ${name}`;
    }
    case 'import': {
      const { importId } = condition;
      const name = names.import(importId) ?? nameUnknown('import', importId);
      return `${condition.not ? 'Not imported' : 'Imported'} in ${name}`;
    }
    default:
      return 'unknown condition';
  }
}

function nameAttribute({ source, key }: AttributeCondition): string {
  return (source === 'native' ? findNativeField(key)?.label : undefined) ?? key;
}

function nameQuestion({ experienceId, stepId }: AnswerCondition, names: Names): string {
  const experience = nameExperience(experienceId, names);
  if (!names.step) return experience;
  return `${experience} › ${names.step(experienceId, stepId) ?? nameUnknown('step', stepId)}`;
}

function nameExperience(experienceId: string, names: Names): string {
  return names.experience(experienceId) ?? nameUnknown('experience', experienceId);
}

function nameUnknown(what: string, id: string): string {
  return `unknown ${what} ${id}`;
}
