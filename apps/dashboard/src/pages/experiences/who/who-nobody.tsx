import { TriangleAlert } from 'lucide-react';
import { ApiProblem } from '../../../api/problem.ts';
import { useWhoAudience } from './who-audience.ts';
import { toTree, type WhoEditor } from './who-editor.ts';

interface WhoNobodyProps {
  editor: WhoEditor;
  what: string;
  /** It is shown to whoever asks for it, whatever its Who is. */
  isIgnored?: boolean | undefined;
}

/** Says that what is applied matches nobody, why, and who is shown it then. */
export function WhoNobody({ editor, what, isIgnored = false }: WhoNobodyProps) {
  const { error, missing } = useWhoAudience(editor.applied);
  const reason = whyNobody(editor, missing, error);
  if (reason === undefined) return null;
  return (
    <p className="who-nobody" role="alert">
      <TriangleAlert size={15} aria-hidden="true" />
      <span className="wrap-anywhere">
        <b>{isIgnored ? 'This Who is ignored, and matches nobody.' : `Nobody is shown ${what}.`}</b>{' '}
        {reason}
      </span>
    </p>
  );
}

/** Why the applied Who matches nobody whatever the users are; undefined when it can be evaluated. */
function whyNobody(
  { applied }: WhoEditor,
  missing: number,
  error: Error | null,
): string | undefined {
  if (missing > 0) {
    return missing === 1
      ? 'One of its segments has been deleted: take it out, and the others count again.'
      : `${missing} of its segments have been deleted: take them out.`;
  }
  if (toTree(applied) === undefined) return 'Its conditions cannot be read: build them anew.';
  return error instanceof ApiProblem && error.status === 422 ? error.message : undefined;
}
