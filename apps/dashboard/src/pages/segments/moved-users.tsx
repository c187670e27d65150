import type { UserBody } from '@muster/protocol';
import { Link } from '@tanstack/react-router';
import { useProject } from '../../api/current-project.ts';
import { nameOf, toUserRef } from '../../api/users-api.ts';
import { formatCount } from '../../ui/number-text.tsx';

/** How many enter or leave, and the first of them behind it. */
export function MovedUsers({
  verb,
  count,
  users,
}: {
  verb: 'enter' | 'leave';
  count: number;
  users: readonly UserBody[];
}) {
  const { id: projectId } = useProject();
  if (count === 0)
    return <p className="quiet">{verb === 'enter' ? 'Nobody enters.' : 'Nobody leaves.'}</p>;
  return (
    <details className="impact-part">
      <summary>
        <span className={verb === 'enter' ? 'impact-enter' : 'impact-leave'}>
          {verb === 'enter' ? '+' : '−'}
          {formatCount(count, 'user')}
        </span>{' '}
        {verb === 'enter' ? 'enter' : 'leave'}
      </summary>
      <ul className="impact-users">
        {users.map((user) => {
          const { id, kind } = toUserRef(user);
          return (
            <li key={`${kind} ${id}`}>
              <Link
                to="/p/$projectId/users/$userId"
                params={{ projectId, userId: id }}
                search={kind === 'anonymous' ? { kind } : {}}
                target="_blank"
                className="row-link wrap-anywhere"
                dir="auto"
              >
                {nameOf(user)}
              </Link>
            </li>
          );
        })}
        {count > users.length && (
          <li className="quiet">and {formatCount(count - users.length, 'other')}</li>
        )}
      </ul>
    </details>
  );
}
