import type { SegmentSummaryBody, UseBody } from '@muster/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { experiencesQuery } from '../../api/experiences-api.ts';
import { restoreSegment } from '../../api/insights-api.ts';
import { deleteSegment, segmentQuery, segmentsQuery } from '../../api/segments-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount } from '../../ui/number-text.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { UseList } from '../use-list.tsx';

interface DeleteSegmentDialogProps {
  segment: SegmentSummaryBody;
  audience: number | null | undefined;
  onClose: () => void;
  onDeleted?: () => void;
}

/** What becomes of the experiences that use it. */
type UsesWish = 'pause' | 'everyone';

/** Says what is lost and who uses it, and deletes. The toast after it can bring it back. */
export function DeleteSegmentDialog({
  segment,
  audience,
  onClose,
  onDeleted,
}: DeleteSegmentDialogProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const { id, name, usedBy } = segment;
  const [wish, setWish] = useState<UsesWish>('pause');
  const experiences = usedBy.filter(({ type }) => type === 'experience');
  const live = useLiveAmong(experiences);
  const remove = useMutation({
    mutationFn: async () => {
      // What bringing it back is based on: the list may be older than what is deleted.
      const { version } = await client.fetchQuery(segmentQuery(projectId, id));
      await deleteSegment(projectId, id, experiences.length > 0 ? wish : undefined);
      return version;
    },
    onSuccess: (version) => {
      const listKey = segmentsQuery(projectId).queryKey;
      void client.invalidateQueries({ queryKey: listKey });
      const settled = describeSettled(wish, experiences.length, live);
      if (experiences.length > 0) {
        void client.invalidateQueries({ queryKey: experiencesQuery(projectId).queryKey });
        void client.invalidateQueries({ queryKey: [projectId, 'experience'] });
      }
      const restore = () =>
        restoreSegment(projectId, id, version, version)
          .then(() => client.invalidateQueries({ queryKey: listKey }))
          .then(
            () =>
              toasts.show({
                text: `“${name}” is back.${settled && ' Experiences stay as they are.'}`,
              }),
            (error: Error) => toasts.show({ text: error.message, tone: 'bad' }),
          );
      toasts.show({
        text: `Deleted “${name}”.${settled}`,
        action: { label: 'Undo', run: () => void restore() },
      });
      onClose();
      onDeleted?.();
    },
  });
  const segments = usedBy.filter(({ type }) => type === 'segment');
  if (segments.length > 0) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={`“${name}” is in use`}
        description={`${formatCount(segments.length, 'other segment')} would mean somebody else without it, so it stays until they no longer use it.`}
        actions={<Button onClick={onClose}>Close</Button>}
      >
        <UseList uses={usedBy} />
      </Dialog>
    );
  }
  const actions = (
    <>
      <Button onClick={onClose}>Keep it</Button>
      <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
        Delete segment
      </Button>
    </>
  );
  if (experiences.length > 0) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={`Delete “${name}”?`}
        description={`${formatCount(experiences.length, 'experience')} ${experiences.length === 1 ? 'shows' : 'show'} something to its users${describeLive(live)}. ${describeAudience(audience)} keep all their data.`}
        actions={actions}
      >
        <UseList uses={experiences} />
        <RadioGroup
          label="What becomes of the experiences"
          value={wish}
          onChange={setWish}
          options={[
            {
              value: 'pause',
              label: 'Pause them',
              note: 'Nobody sees them until you choose who does.',
            },
            {
              value: 'everyone',
              label: 'Show to everyone',
              note: 'All people see them from now on, not only its users.',
            },
          ]}
        />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete “${name}”?`}
      description={`Nothing uses it. ${describeAudience(audience)} keep all their data: only the segment goes.`}
      actions={actions}
    />
  );
}

function describeAudience(audience: number | null | undefined): string {
  return typeof audience === 'number'
    ? `The ${formatCount(audience, 'user')} in it`
    : 'The users in it';
}

/** How many of these experiences are live; undefined until that is known. */
function useLiveAmong(uses: readonly UseBody[]): number | undefined {
  const { id: projectId } = useProject();
  const { data } = useQuery({ ...experiencesQuery(projectId), enabled: uses.length > 0 });
  const ids = new Set(uses.map(({ id }) => id));
  return data?.filter(({ id, status }) => status === 'live' && ids.has(id)).length;
}

function describeLive(live: number | undefined): string {
  if (live === undefined) return '';
  return live === 0 ? ', none of them live now' : `, ${live} of them live now`;
}

function describeSettled(wish: UsesWish, count: number, live: number | undefined): string {
  if (count === 0) return '';
  if (wish === 'everyone') return ` ${formatCount(count, 'experience')} now for everyone.`;
  if (live === 0) return ' None of its experiences was live.';
  return ` ${formatCount(live ?? count, 'experience')} paused.`;
}
