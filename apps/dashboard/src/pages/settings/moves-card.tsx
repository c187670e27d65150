import { useQuery } from '@tanstack/react-query';
import { useProject } from '../../api/current-project.ts';
import { webhooksQuery } from '../../api/webhooks-api.ts';
import { SwitchCard } from './switch-card.tsx';
import { UntoldNote } from './webhooks/untold-note.tsx';

/** Whether who enters and leaves a segment has an event of it. */
export function MovesCard({ isOn }: { isOn: boolean }) {
  const { id } = useProject();
  const { data } = useQuery({ ...webhooksQuery(id), enabled: isOn });
  return (
    <SwitchCard
      title="Entering and leaving"
      setting="recordsMoves"
      isOn={isOn}
      actions={{ on: 'Record as events', off: 'Stop recording' }}
      said={{
        on: 'Who enters or leaves a segment has an event of it from now on.',
        off: 'Entering and leaving are no events any more.',
      }}
    >
      <p className="settings-note">
        When it is on, whoever enters or leaves a saved segment has an event of it,{' '}
        <code>segment entered</code> or <code>segment left</code>, with the exact time and the
        cause: it is in the activity of the person, and conditions can ask for it. Each move is one
        event more to keep. Segments that ask for these events have none themselves.
      </p>
      {isOn && data && <UntoldNote reason={data.movesUntold} events={['segment.entered']} />}
    </SwitchCard>
  );
}
