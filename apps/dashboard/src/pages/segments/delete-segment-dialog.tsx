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
import { toasts } from '../../ui/toast-store.ts';
import { UseList } from '../use-list.tsx';
import { UseChoices } from './use-choices.tsx';

interface DeleteSegmentDialogProps {
  segment: SegmentSummaryBody;
  audience: number | null | undefined;
  onClose: () => void;
  onDeleted?: () => void;
}

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
  const [everyone, setEveryone] = useState<ReadonlySet<string>>(new Set());
  const experiences = usedBy.filter(({ type }) => type === 'experience');
  const live = useLiveAmong(experiences);
  const paused = (live ?? []).filter((liveId) => !everyone.has(liveId));
  const remove = useMutation({
    mutationFn: async () => {
      // What bringing it back is based on: the list may be older than what is deleted.
      const { version } = await client.fetchQuery(segmentQuery(projectId, id));
      // As it is before: the list of what is live may be told of the change before this is.
      const settled = describeSettled(experiences.length, everyone.size, paused.length);
      await deleteSegment(projectId, id, [...everyone]);
      return { version, settled };
    },
    onSuccess: ({ version, settled }) => {
      const listKey = segmentsQuery(projectId).queryKey;
      void client.invalidateQueries({ queryKey: listKey });
      const reload = () => {
        if (experiences.length === 0) return;
        void client.invalidateQueries({ queryKey: experiencesQuery(projectId).queryKey });
        void client.invalidateQueries({ queryKey: [projectId, 'experience'] });
      };
      reload();
      const restore = () =>
        restoreSegment(projectId, id, version, version)
          .then(() => client.invalidateQueries({ queryKey: listKey }))
          .then(
            () => {
              reload();
              const resumed = ' So are its experiences, but for what was changed since.';
              toasts.show({ text: `“${name}” is back.${settled && resumed}` });
            },
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
        <UseChoices experiences={experiences} everyone={everyone} onChange={setEveryone} />
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

/** Ids of those of these experiences that are live; undefined until that is known. */
function useLiveAmong(uses: readonly UseBody[]): string[] | undefined {
  const { id: projectId } = useProject();
  const { data } = useQuery({ ...experiencesQuery(projectId), enabled: uses.length > 0 });
  const ids = new Set(uses.map(({ id }) => id));
  return data?.flatMap(({ id, status }) => (status === 'live' && ids.has(id) ? [id] : []));
}

function describeLive(live: readonly string[] | undefined): string {
  if (live === undefined) return '';
  return live.length === 0 ? ', none of them live now' : `, ${live.length} of them live now`;
}

/** What has become of the experiences that used it, as sentences after another. */
function describeSettled(uses: number, everyone: number, paused: number): string {
  if (uses === 0) return '';
  const opened = everyone > 0 ? ` ${formatCount(everyone, 'experience')} now for everyone.` : '';
  if (paused > 0) return ` ${formatCount(paused, 'experience')} paused.${opened}`;
  return opened || ' None of its experiences was live.';
}
