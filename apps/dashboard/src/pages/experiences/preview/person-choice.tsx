import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { everyone, searchUsers } from '../../../api/search-users.ts';
import { foundUsersQuery, nameOf, toUserRef } from '../../../api/users-api.ts';
import { Combobox } from '../../../ui/combobox.tsx';

interface PersonChoiceProps {
  userId: string | undefined;
  onChange: (userId: string | undefined) => void;
}

const nobody = '';

/** Whose values stand in the variables. */
export function PersonChoice({ userId, onChange }: PersonChoiceProps) {
  const { id: projectId } = useProject();
  const [text, setText] = useState('');
  const [name, setName] = useState<string>();
  const wanted = useDeferredValue(text);
  const { data: users = [] } = useQuery(foundUsersQuery(projectId, searchUsers(everyone, wanted)));
  const people = users.map((user) => ({
    value: toUserRef(user).id,
    label: nameOf(user),
    ...(user.email && user.email !== nameOf(user) && { note: user.email }),
  }));
  return (
    <Combobox
      label="As which person"
      options={[{ value: nobody, label: 'Nobody in particular' }, ...people]}
      value={userId ?? nobody}
      empty="Nobody begins with that."
      onSearch={setText}
      className="button button-plain select-trigger preview-person"
      onChange={(id) => {
        onChange(id === nobody ? undefined : id);
        setName(people.find(({ value }) => value === id)?.label);
      }}
    >
      {userId === undefined ? 'As anybody' : `As ${name ?? userId}`}
    </Combobox>
  );
}
