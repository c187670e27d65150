import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { eraseUser } from '../../api/users-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { toasts } from '../../ui/toast-store.ts';

interface EraseUserButtonProps {
  id: string;
  name: string;
  onErased: () => void;
}

/** Erases a user after saying what that means: it cannot be undone. */
export function EraseUserButton({ id, name, onErased }: EraseUserButtonProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const erase = useMutation({
    mutationFn: () => eraseUser(projectId, id),
    onSuccess: () => {
      toasts.show({ text: `Erased ${name}: profile, events and answers.` });
      for (const what of ['audience', 'count', 'found']) {
        void client.invalidateQueries({ queryKey: [projectId, what] });
      }
      setAsking(false);
      onErased();
    },
  });
  return (
    <>
      <IconButton label="Erase this user" look="danger" onClick={() => setAsking(true)}>
        <Trash2 size={15} />
      </IconButton>
      <Dialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={`Erase ${name}?`}
        description="Profile, events and answers of this user are removed for good, and whatever was sent before cannot bring them back. This cannot be undone."
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Keep the user</Button>
            <Button look="danger" busy={erase.isPending} onClick={() => erase.mutate()}>
              Erase for good
            </Button>
          </>
        }
      />
    </>
  );
}
