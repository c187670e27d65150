import type { SourceLogo as Logo, NewSource, SourcePresetBody } from '@muster/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { ApiProblem } from '../../api/problem.ts';
import { createSource, sourcePresetsQuery, sourcesQuery } from '../../api/sources-api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/input.tsx';
import { SourceLogo } from './source-logo.tsx';

/** What a new source can begin as. */
interface Start {
  id: string;
  name: string;
  about: string;
  logo: Logo;
  wish: Omit<NewSource, 'name'>;
}

const own: readonly Start[] = [
  {
    id: 'segment',
    name: 'Segment.io',
    about: 'Identify, track, group and more, as Segment’s webhook destination sends them',
    logo: 'segment',
    wish: { kind: 'segment' },
  },
  {
    id: 'posthog',
    name: 'PostHog',
    about: 'Events and person properties by PostHog’s webhook destination',
    logo: 'posthog',
    wish: { kind: 'posthog' },
  },
];

const generic: Start = {
  id: 'webhook',
  name: 'Webhook',
  about: 'Anything that posts JSON: say where in it is what',
  logo: 'webhook',
  wish: { kind: 'webhook', mapping: { user: { by: 'userId', path: 'userId' } } },
};

function toStart({ id, name, logo, signature, mapping }: SourcePresetBody): Start {
  const about = 'A mapping to begin with, changed as you need it';
  return { id, name, about, logo, wish: { kind: 'webhook', logo, signature, mapping } };
}

/** Asks what sends, and makes a source for it; then shows how to set it up. */
export function NewSourceDialog({ onClose }: { onClose: () => void }) {
  const { id: projectId } = useProject();
  const { data: presets = [] } = useQuery(sourcePresetsQuery(projectId));
  const [chosen, setChosen] = useState<Start>();
  const starts = [...own, ...presets.map(toStart), generic];
  if (chosen) {
    return <NameDialog start={chosen} onBack={() => setChosen(undefined)} onClose={onClose} />;
  }
  return (
    <Dialog open onClose={onClose} title="New source" description="What sends?" width={640}>
      <ul className="source-starts">
        {starts.map((start) => (
          <li key={start.id}>
            <button type="button" className="source-start" onClick={() => setChosen(start)}>
              <SourceLogo logo={start.logo} />
              <span className="cell-two-lines">
                <span className="source-start-name">{start.name}</span>
                <span className="cell-note">{start.about}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

interface NameDialogProps {
  start: Start;
  onBack: () => void;
  onClose: () => void;
}

function NameDialog({ start, onBack, onClose }: NameDialogProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(start.name);
  const make = useMutation({
    mutationFn: () => createSource(projectId, { ...start.wish, name }),
    meta: { showsProblem: true },
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: sourcesQuery(projectId).queryKey });
      await navigate({
        to: '/p/$projectId/sources/$sourceId',
        params: { projectId, sourceId: id },
      });
    },
  });
  const { error } = make;
  const reason =
    error instanceof ApiProblem ? (error.errors[0]?.message ?? error.message) : error?.message;
  return (
    <Dialog open onClose={onClose} title={`New source: ${start.name}`}>
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Field
          label="Name"
          hint={
            start.wish.kind === 'webhook'
              ? 'Profiles show it as the Source of what it writes.'
              : 'What you call it here.'
          }
          error={reason}
        >
          {(control) => (
            <Input
              {...control}
              required
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <div className="dialog-actions">
          <Button onClick={onBack}>Back</Button>
          <Button type="submit" look="primary" busy={make.isPending}>
            Create source
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
