import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { changeProject, projectQuery } from '../../api/project-api.ts';
import { sessionQuery } from '../../api/session-api.ts';
import { Button } from '../../ui/button.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Field, Input } from '../../ui/input.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { ProblemState } from '../problem-state.tsx';
import { DeleteProjectCard } from './delete-project-card.tsx';
import { ExplainCard } from './explain-card.tsx';
import { MovesCard } from './moves-card.tsx';
import { RateLimitCard } from './rate-limit-card.tsx';
import { RetentionCard } from './retention-card.tsx';
import { VerificationCard } from './verification-card.tsx';

/** Name, id and time zone of the project. */
export function GeneralPage() {
  const { id, mayAdminister } = useProject();
  const { data: project, error, refetch } = useQuery(projectQuery(id));
  if (error)
    return <ProblemState error={error} what="the project" onRetry={() => void refetch()} />;
  if (!project) return <Skeleton lines={4} height={32} />;
  return (
    <>
      <ProjectForm key={`${project.name} ${project.timeZone}`} {...project} />
      <RateLimitCard key={JSON.stringify(project.rateLimit)} saved={project.rateLimit} />
      <RetentionCard
        key={`kept ${project.eventRetentionDays}`}
        saved={project.eventRetentionDays}
      />
      {mayAdminister && <MovesCard isOn={project.recordsMoves} />}
      {mayAdminister && <ExplainCard isOn={project.explainsInPages} />}
      {mayAdminister && <VerificationCard />}
      {mayAdminister && <DeleteProjectCard />}
    </>
  );
}

interface ProjectFormProps {
  id: string;
  name: string;
  timeZone: string;
}

function ProjectForm({ id, name: savedName, timeZone: savedZone }: ProjectFormProps) {
  const { mayAdminister } = useProject();
  const client = useQueryClient();
  const [name, setName] = useState(savedName);
  const [timeZone, setTimeZone] = useState(savedZone);
  const change = {
    ...(name.trim() !== savedName && { name: name.trim() }),
    ...(timeZone !== savedZone && { timeZone }),
  };
  const isDirty = Object.keys(change).length > 0;
  const save = useMutation({
    mutationFn: () => changeProject(id, change),
    onSuccess: async (project) => {
      client.setQueryData(projectQuery(id).queryKey, project);
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      toasts.show({
        text: change.timeZone
          ? `Saved. Days now begin at midnight in ${project.timeZone}; audiences are being counted anew.`
          : 'Saved.',
      });
    },
  });
  // Browsers leave UTC out, and know the names of some zones that they do not list.
  const names = new Set(['UTC', savedZone, ...Intl.supportedValuesOf('timeZone')]);
  const zones = [...names].map((zone) => ({ value: zone, label: zone }));
  return (
    <form
      className="card settings-card"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field label="Name">
        {(control) => (
          <Input
            {...control}
            required
            maxLength={200}
            disabled={!mayAdminister}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <div className="field">
        <span className="field-label">Project id</span>
        <div className="secret">
          <code>{id}</code>
          <CopyButton text={id} what="the project id" />
        </div>
        <p className="field-hint">Public: it stands in the snippet on your pages.</p>
      </div>
      <div className="field">
        <span className="field-label">Time zone</span>
        <Combobox
          label="Time zone"
          options={zones}
          value={timeZone}
          disabled={!mayAdminister}
          onChange={setTimeZone}
        />
        <p className="field-hint">
          Says when a day begins in conditions on dates. A change has all audiences counted anew.
        </p>
      </div>
      {mayAdminister && (
        <div className="settings-foot">
          <Button type="submit" look="primary" disabled={!isDirty} busy={save.isPending}>
            Save
          </Button>
        </div>
      )}
    </form>
  );
}
