import type { ExperienceVersionBody } from '@muster/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useProject } from '../../../api/current-project.ts';
import { experienceVersionsQuery, restoreExperience } from '../../../api/experiences-api.ts';
import { Note } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { toasts } from '../../../ui/toast-store.ts';
import { DifferenceList, type ShownDifference } from '../../difference-list.tsx';
import { ProblemState } from '../../problem-state.tsx';
import { useNames } from '../../use-names.ts';
import { describeChanges } from '../describe-changes.ts';
import { isDirty, toContent } from '../experience-editor.ts';
import { useExperienceForm } from '../experience-form.ts';
import { statusLabels } from '../experience-status.ts';
import { rememberExperience } from '../use-save-experience.ts';
import '../../history.css';

/** Every version: who, when, what was different from the one before, and a way back to it. */
export function HistoryTab() {
  const { experience, readOnly } = useExperienceForm();
  const { id: projectId } = useProject();
  const names = useNames();
  const { data, error, refetch } = useQuery(experienceVersionsQuery(projectId, experience.id));
  if (error)
    return <ProblemState error={error} what="the history" onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={4} label="Loading the history" />;
  const describe = (version: ExperienceVersionBody, before: ExperienceVersionBody) => [
    ...describeStatus(before, version),
    ...describeChanges(toContent(before), toContent(version), names),
  ];
  return (
    <section className="card history-card" aria-label="History">
      <ol className="history">
        {data.map((version, index) => {
          const before = data[index + 1];
          return (
            <li key={version.version} className="history-entry">
              <p>
                <strong>Version {version.version}</strong>{' '}
                {index === 0 && <Note tone="good">Current</Note>}{' '}
                <span className="quiet">
                  {version.by}, <RelativeTime at={version.at} />
                </span>
              </p>
              {index > 0 && !readOnly && <RestoreButton version={version.version} />}
              {before ? (
                <DifferenceList differences={describe(version, before)} empty="Nothing." />
              ) : (
                <p className="quiet">Created.</p>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function describeStatus(
  before: ExperienceVersionBody,
  after: ExperienceVersionBody,
): ShownDifference[] {
  if (before.status === after.status) return [];
  return [
    { what: 'Status', before: statusLabels[before.status], after: statusLabels[after.status] },
  ];
}

function RestoreButton({ version }: { version: number }) {
  const { experience, editor, dispatch } = useExperienceForm();
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: () => restoreExperience(projectId, experience.id, editor.version, version),
    onSuccess: (restored) => {
      dispatch({ type: 'reset', content: toContent(restored), version: restored.version });
      rememberExperience(client, projectId, restored);
      toasts.show({ text: `Version ${version} is current again, as version ${restored.version}.` });
    },
  });
  const dirty = isDirty(editor);
  return (
    <Button
      look="quiet"
      className="history-restore"
      icon={<RotateCcw size={14} aria-hidden="true" />}
      disabled={dirty}
      title={dirty ? 'Save first: what you changed would be lost.' : undefined}
      busy={restore.isPending}
      onClick={() => restore.mutate()}
    >
      Restore<span className="visually-hidden"> version {version}</span>
    </Button>
  );
}
