import { answerKey } from './answer-key.ts';
import { findNativeField } from './categories/native-fields.ts';
import { jsonColumns, nativeColumns } from './index-layout.ts';
import type { SubjectColumns } from './operator.ts';
import type { Subject } from './plan.ts';

/** Where the index keeps the value of a subject: of a property in `events`, of all others in `users`. */
export function subjectColumns(subject: Subject): SubjectColumns {
  switch (subject.type) {
    case 'attribute':
      if (subject.source === 'native') return columnsOfNative(subject.key);
      return jsonColumns(subject.source === 'custom' ? 'attributes' : 'traits', subject.key);
    case 'answer':
      return jsonColumns('answers', answerKey(subject.experienceId, subject.stepId));
    case 'property':
      return jsonColumns('properties', subject.key);
  }
}

function columnsOfNative(key: string): SubjectColumns {
  const field = findNativeField(key);
  if (field === undefined) throw new Error(`There is no native field ${key}.`);
  return nativeColumns(field.kind, field.column);
}
