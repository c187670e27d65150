import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useProject } from '../../api/current-project.ts';
import { changeProject, projectQuery } from '../../api/project-api.ts';
import { webhooksQuery } from '../../api/webhooks-api.ts';
import { Note } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { UntoldNote } from './webhooks/untold-note.tsx';

/** Whether who enters and leaves a segment has an event of it. */
export function MovesCard({ isOn }: { isOn: boolean }) {
  const { id } = useProject();
  const client = useQueryClient();
  const { data } = useQuery({ ...webhooksQuery(id), enabled: isOn });
  const change = useMutation({
    mutationFn: () => changeProject(id, { recordsMoves: !isOn }),
    onSuccess: (project) => {
      client.setQueryData(projectQuery(id).queryKey, project);
      toasts.show({
        text: project.recordsMoves
          ? 'Who enters or leaves a segment has an event of it from now on.'
          : 'Entering and leaving are no events any more.',
      });
    },
  });
  return (
    <section className="card settings-card" aria-label="Entering and leaving">
      <h2>Entering and leaving {isOn ? <Note tone="good">On</Note> : <Note>Off</Note>}</h2>
      <p className="settings-note">
        When it is on, whoever enters or leaves a saved segment has an event of it,{' '}
        <code>segment entered</code> or <code>segment left</code>, with the exact time and the
        cause: it is in the activity of the person, and conditions can ask for it. Each move is one
        event more to keep. Segments that ask for these events have none themselves.
      </p>
      {isOn && data && <UntoldNote reason={data.movesUntold} events={['segment.entered']} />}
      <div className="settings-foot">
        <Button busy={change.isPending} onClick={() => change.mutate()}>
          {isOn ? 'Stop recording' : 'Record as events'}
        </Button>
      </div>
    </section>
  );
}
