import type { ProfileBody } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { changeTags } from '../../api/user-changes-api.ts';
import { profileQuery, type UserRef } from '../../api/users-api.ts';
import { Note } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';
import { refreshUsers } from './refresh-users.ts';

/** The tags of one user, to read and to edit. A change shows at once, and goes back if it is refused. */
export function ProfileTags({ profile, user }: { profile: ProfileBody; user: UserRef }) {
  const { id: projectId, mayEdit } = useProject();
  const client = useQueryClient();
  const [tag, setTag] = useState('');
  const { queryKey } = profileQuery(projectId, user);
  const change = useMutation({
    mutationFn: (tags: { add?: string[]; remove?: string[] }) =>
      changeTags(projectId, [user], tags),
    onMutate: async ({ add = [], remove = [] }) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      const kept = profile.tags.filter((one) => !remove.includes(one) && !add.includes(one));
      client.setQueryData(queryKey, { ...profile, tags: [...kept, ...add] });
      return before;
    },
    onError: (_error, _tags, before) => client.setQueryData(queryKey, before),
    onSettled: () => refreshUsers(client, projectId),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = tag.trim();
    if (wanted !== '') change.mutate({ add: [wanted] });
    setTag('');
  };
  return (
    <section>
      <h3>Tags</h3>
      <div className="tag-wrap">
        {profile.tags.length === 0 && !mayEdit && <span className="quiet">None.</span>}
        {profile.tags.map((one) => (
          <Note key={one}>
            <span className="wrap-anywhere" dir="auto">
              {one}
            </span>
            {mayEdit && (
              <button
                type="button"
                className="tag-remove"
                aria-label={`Remove the tag ${one}`}
                onClick={() => change.mutate({ remove: [one] })}
              >
                <X size={12} />
              </button>
            )}
          </Note>
        ))}
        {mayEdit && (
          <form className="tag-form" onSubmit={submit}>
            <Input
              aria-label="New tag"
              placeholder="Add a tag"
              maxLength={100}
              value={tag}
              onChange={(event) => setTag(event.target.value)}
            />
            <IconButton label="Add the tag" type="submit" disabled={tag.trim() === ''}>
              <Plus size={15} />
            </IconButton>
          </form>
        )}
      </div>
    </section>
  );
}
