import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProject } from '../../api/current-project.ts';
import { changeProject, projectQuery } from '../../api/project-api.ts';
import { Note } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { toasts } from '../../ui/toast-store.ts';

/** Whether pages in debug mode are told why experiences are shown or not. */
export function ExplainCard({ isOn }: { isOn: boolean }) {
  const { id } = useProject();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: () => changeProject(id, { explainsInPages: !isOn }),
    onSuccess: (project) => {
      client.setQueryData(projectQuery(id).queryKey, project);
      toasts.show({
        text: project.explainsInPages
          ? 'Pages in debug mode are told the reasons from now on.'
          : 'Pages are told no reasons any more.',
      });
    },
  });
  return (
    <section className="card settings-card" aria-label="Reasons in pages">
      <h2>Reasons in pages {isOn ? <Note tone="good">On</Note> : <Note>Off</Note>}</h2>
      <p className="settings-note">
        When it is on, a page in debug mode is told of each live experience which rule lets it be
        shown or keeps it back. Anybody can put a page into debug mode, so turn it on while you try
        things out. The Experiences tab of a profile says the same at any time.
      </p>
      <div className="settings-foot">
        <Button busy={change.isPending} onClick={() => change.mutate()}>
          {isOn ? 'Hide the reasons' : 'Show the reasons'}
        </Button>
      </div>
    </section>
  );
}
