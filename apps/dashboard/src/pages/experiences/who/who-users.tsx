import { MatchingUsers } from '../../segments/matching-users.tsx';
import { useWhoAudience } from './who-audience.ts';
import type { WhoEditor } from './who-editor.ts';

/** Who is meant by a Who as applied; nothing while it can match nobody, which is said where it is edited. */
export function WhoUsers({ editor }: { editor: WhoEditor }) {
  const { tree, breakdown } = useWhoAudience(editor.applied);
  if (tree === undefined || breakdown === undefined) return null;
  return (
    <section className="card who-users" aria-labelledby="who-users">
      <h2 id="who-users">Matching users</h2>
      <MatchingUsers conditions={tree} />
    </section>
  );
}
