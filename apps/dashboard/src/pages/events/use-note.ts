import type { CatalogSubject } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changeNote, type NoteWishes } from '../../api/catalog-pages-api.ts';
import { useProject } from '../../api/current-project.ts';
import { toasts } from '../../ui/toast-store.ts';

interface Change {
  subject: CatalogSubject;
  wishes: NoteWishes;
  /** Takes it back. */
  isUndo?: boolean;
}

/** Hides and describes what the catalog lists; hiding can be undone from the message about it. */
export function useNote() {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: ({ subject, wishes }: Change) => changeNote(projectId, subject, wishes),
    onSuccess: (_, { subject, wishes, isUndo = false }) => {
      if (wishes.hidden === undefined || isUndo) return;
      const name = nameOf(subject);
      toasts.show({
        text: wishes.hidden
          ? `“${name}” is no longer offered. Conditions that name it go on.`
          : `“${name}” is offered again.`,
        action: {
          label: 'Undo',
          run: () => change.mutate({ subject, wishes: { hidden: !wishes.hidden }, isUndo: true }),
        },
      });
    },
    onSettled: () => client.invalidateQueries({ queryKey: [projectId, 'catalog'] }),
  });
  return {
    isRunning: change.isPending,
    setHidden: (subject: CatalogSubject, hidden: boolean) =>
      change.mutate({ subject, wishes: { hidden } }),
    describe: (subject: CatalogSubject, description: string) =>
      change.mutate({ subject, wishes: { description } }),
  };
}

function nameOf(subject: CatalogSubject): string {
  return subject.type === 'event' ? subject.name : subject.key;
}
