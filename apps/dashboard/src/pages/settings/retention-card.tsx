import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { changeProject, longerWindowsQuery, projectQuery } from '../../api/project-api.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount } from '../../ui/number-text.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { WholeNumber } from '../../ui/whole-number.tsx';

const usualDays = 365;
const mostDays = 3650;

/** For how long events are kept, and what looks further back. */
export function RetentionCard({ saved }: { saved: number | null }) {
  const { id, mayAdminister } = useProject();
  const [isLimited, setLimited] = useState(saved !== null);
  const [days, setDays] = useState(saved ?? usualDays);
  const [isAsking, setAsking] = useState(false);
  const wanted = isLimited ? days : null;
  const label = 'Remove events that are older';
  return (
    <form
      className="card settings-card"
      aria-labelledby="retention"
      onSubmit={(event) => {
        event.preventDefault();
        setAsking(true);
      }}
    >
      <h2 id="retention">How long events are kept</h2>
      <p className="settings-note">
        What people did is removed when it is older, within hours and for good. Who they are stays:
        profiles, attributes, answers. Conditions count what is kept.
      </p>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is in it */}
      <label className="switch-row">
        <Checkbox
          label={label}
          checked={isLimited}
          disabled={!mayAdminister}
          onChange={(event) => setLimited(event.target.checked)}
        />
        {label}
      </label>
      {isLimited && (
        <div className="settings-line">
          <span>than</span>
          <WholeNumber
            label="Days"
            disabled={!mayAdminister}
            min={1}
            max={mostDays}
            value={days}
            onChange={setDays}
          />
          <span>days</span>
        </div>
      )}
      {isLimited && <LongerWindows days={days} />}
      {mayAdminister && (
        <div className="settings-foot">
          <Button type="submit" disabled={wanted === saved}>
            Save
          </Button>
        </div>
      )}
      {isAsking && (
        <SaveDialog
          projectId={id}
          days={wanted}
          isShorter={wanted !== null && (saved === null || wanted < saved)}
          onClose={() => setAsking(false)}
        />
      )}
    </form>
  );
}

function LongerWindows({ days }: { days: number }) {
  const { id } = useProject();
  const { data: affected } = useQuery(longerWindowsQuery(id, days));
  if (affected === undefined || affected.length === 0) return null;
  return (
    <div role="status">
      <p>Look further back than {formatCount(days, 'day')}, and will count less:</p>
      <ul className="settings-list">
        {affected.map(({ type, id: subject, name }) => (
          <li key={`${type} ${subject}`} className="wrap-anywhere">
            {type === 'segment' ? 'Segment' : 'Experience'} “{name}”
          </li>
        ))}
      </ul>
    </div>
  );
}

interface SaveDialogProps {
  projectId: string;
  days: number | null;
  isShorter: boolean;
  onClose: () => void;
}

function SaveDialog({ projectId, days, isShorter, onClose }: SaveDialogProps) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => changeProject(projectId, { eventRetentionDays: days }),
    onSuccess: (project) => {
      client.setQueryData(projectQuery(projectId).queryKey, project);
      toasts.show({
        text:
          days === null
            ? 'Events are kept for ever.'
            : `Events are kept for ${formatCount(days, 'day')}.`,
      });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        days === null ? 'Keep events for ever?' : `Keep events for ${formatCount(days, 'day')}?`
      }
      description={
        isShorter
          ? 'Older events are removed within the hour and cannot be brought back.'
          : 'Events that have been removed do not come back.'
      }
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look={isShorter ? 'danger' : 'primary'}
            busy={save.isPending}
            onClick={() => save.mutate()}
          >
            {isShorter ? 'Remove older events' : 'Save'}
          </Button>
        </>
      }
    />
  );
}
