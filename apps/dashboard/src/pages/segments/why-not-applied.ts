import { findDraftProblems } from '../../builder/draft-problems.ts';
import { isApplied, type SegmentEditor } from './segment-editor.ts';

/** Why Apply is not offered; undefined when it is. */
export function whyNotApplied(editor: SegmentEditor): string | undefined {
  if (isApplied(editor)) return 'The list shows these conditions.';
  return findDraftProblems(editor.builder.tree)[0]?.message;
}
