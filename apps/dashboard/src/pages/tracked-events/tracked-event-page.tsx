import type { TrackedEventBody } from '@muster/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ChevronRight, MousePointerClick } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { ApiProblem } from '../../api/problem.ts';
import {
  changeTrackedEvent,
  trackedEventQuery,
  trackedEventsQuery,
} from '../../api/tracked-events-api.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/input.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tile } from '../../ui/tile.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { useTitle } from '../../ui/use-title.ts';
import { OccurrencesCard } from '../events/occurrences-card.tsx';
import { isSame } from '../is-same.ts';
import { LeaveGuard } from '../leave-guard.tsx';
import { ProblemState } from '../problem-state.tsx';
import { UseList } from '../use-list.tsx';
import { ConditionsEditor } from './conditions-editor.tsx';
import { DeleteTrackedEventDialog } from './delete-tracked-event-dialog.tsx';
import { LiveCard } from './live-card.tsx';
import { TrackedStatus } from './tracked-status.tsx';
import { useLivePage } from './use-live-page.ts';
import '../editor-head.css';
import './tracked-events.css';

/** One no-code event: what it is, what has to happen, and how it fares. */
export function TrackedEventPage() {
  const { id: projectId } = useProject();
  const { trackedEventId } = useParams({ from: '/p/$projectId/events/no-code/$trackedEventId' });
  const { data, error, refetch } = useQuery({
    ...trackedEventQuery(projectId, trackedEventId),
    // What somebody else saves meanwhile is found when this one saves; it must not change what is edited.
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  useTitle(data?.name ?? 'No-code event');
  if (error && !data)
    return <ProblemState error={error} what="the event" onRetry={() => void refetch()} />;
  if (!data)
    return (
      <div className="page">
        <Skeleton lines={8} height={28} label="Loading the event" />
      </div>
    );
  return (
    <TrackedEventForm key={data.id} event={data} onReload={() => refetch().then(() => undefined)} />
  );
}

type Draft = Pick<TrackedEventBody, 'name' | 'codeName' | 'description' | 'match' | 'conditions'>;

function toDraft({ name, codeName, description, match, conditions }: TrackedEventBody): Draft {
  return { name, codeName, description, match, conditions };
}

interface TrackedEventFormProps {
  event: TrackedEventBody;
  onReload: () => Promise<void>;
}

function TrackedEventForm({ event, onReload }: TrackedEventFormProps) {
  const { id: projectId, mayEdit } = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [edits, setEdits] = useState<Partial<Draft>>({});
  const [isLeaving, setLeaving] = useState(false);
  const saved = toDraft(event);
  const draft = { ...saved, ...edits };
  const live = useLivePage(draft);
  const isDirty = !isSame(draft, saved);
  const change = (part: Partial<Draft>) => setEdits({ ...edits, ...part });
  const save = useMutation({
    mutationFn: (status: TrackedEventBody['status']) =>
      changeTrackedEvent(projectId, event.id, event.version, { ...draft, status }),
    // Refusals stand on the page.
    meta: { showsProblem: true },
    onSuccess: (after) => {
      client.setQueryData(trackedEventQuery(projectId, event.id).queryKey, after);
      setEdits({});
      toasts.show({ text: after.status === 'live' ? `“${after.name}” is live.` : 'Saved.' });
    },
    onSettled: () => client.invalidateQueries({ queryKey: trackedEventsQuery(projectId).queryKey }),
  });
  const problem = save.error instanceof ApiProblem ? save.error : undefined;
  const errorAt = (path: string) => problem?.errors.find((each) => each.path === path)?.message;
  const isLive = event.status === 'live';
  const path = `/p/${projectId}/events/no-code/${event.id}`;
  return (
    <>
      <div className="editor-head">
        <div className="editor-head-inner">
          <nav className="breadcrumb" aria-label="Breadcrumb">
            <Link to="/p/$projectId/events/no-code" params={{ projectId }}>
              No-code events
            </Link>
            <ChevronRight size={12} aria-hidden="true" />
            <span aria-current="page" className="truncate">
              {event.name}
            </span>
          </nav>
          <div className="editor-title-row">
            <Tile hue={152} size={44}>
              <MousePointerClick />
            </Tile>
            <div className="editor-title">
              <h1 className="wrap-anywhere" dir="auto">
                {event.name}
              </h1>
              <p className="quiet">
                <TrackedStatus status={event.status} /> Saved <RelativeTime at={event.updatedAt} />{' '}
                by {event.updatedBy}
              </p>
            </div>
            {mayEdit && (
              <div className="editor-tools">
                <span className="quiet" aria-live="polite">
                  {isDirty ? 'Not saved' : ''}
                </span>
                <Button onClick={() => setLeaving(true)}>Delete</Button>
                <Button
                  look={isLive ? 'primary' : 'plain'}
                  disabled={!isDirty}
                  busy={save.isPending}
                  onClick={() => save.mutate(event.status)}
                >
                  Save
                </Button>
                {isLive ? (
                  <Button onClick={() => save.mutate('paused')}>Pause</Button>
                ) : (
                  <Button
                    look="primary"
                    disabled={draft.conditions.length === 0}
                    title={draft.conditions.length === 0 ? 'It needs a condition.' : undefined}
                    onClick={() => save.mutate('live')}
                  >
                    Start
                  </Button>
                )}
              </div>
            )}
          </div>
        </div>
      </div>
      <div className="page">
        {save.error && (
          <FailureNote
            error={save.error}
            onReload={() => {
              setEdits({});
              save.reset();
              void onReload();
            }}
          />
        )}
        <div className="tracked-body">
          <div className="tracked-column">
            <NamesCard
              draft={draft}
              isCodeNameFixed={event.isCodeNameFixed}
              readOnly={!mayEdit}
              errorAt={errorAt}
              onChange={change}
            />
            <ConditionsEditor
              match={draft.match}
              conditions={draft.conditions}
              readOnly={!mayEdit}
              errorAt={errorAt}
              live={live}
              onChange={change}
            />
          </div>
          <div className="tracked-column">
            {mayEdit && <LiveCard live={live} />}
            <section className="card tracked-card" aria-labelledby="tracked-uses">
              <h2 id="tracked-uses">Used by</h2>
              {event.usedBy.length === 0 ? (
                <p className="quiet">
                  Nothing yet. Choose <code className="code">{event.codeName}</code> under Events in
                  conditions, or as what an experience is shown on.
                </p>
              ) : (
                <UseList uses={event.usedBy} />
              )}
            </section>
            <OccurrencesCard event={{ source: 'app', name: event.codeName }} />
          </div>
        </div>
      </div>
      {isLeaving && (
        <DeleteTrackedEventDialog
          event={event}
          onClose={() => setLeaving(false)}
          onDeleted={() => {
            setEdits({});
            void navigate({
              to: '/p/$projectId/events/no-code',
              params: { projectId },
              ignoreBlocker: true,
            });
          }}
        />
      )}
      <LeaveGuard within={path} isDirty={() => mayEdit && isDirty} />
    </>
  );
}

/** Why it was not saved; of a newer version, the way to it. */
function FailureNote({ error, onReload }: { error: Error; onReload: () => void }) {
  const isOutdated = error instanceof ApiProblem && error.status === 412;
  return (
    <section className="card tracked-card" role="alert">
      <p className="field-error">{error.message}</p>
      {isOutdated && (
        <div>
          <Button onClick={onReload}>Leave my changes, and show the newer version</Button>
        </div>
      )}
    </section>
  );
}

interface NamesCardProps {
  draft: Draft;
  isCodeNameFixed: boolean;
  readOnly: boolean;
  errorAt: (path: string) => string | undefined;
  onChange: (part: Partial<Draft>) => void;
}

function NamesCard({ draft, isCodeNameFixed, readOnly, errorAt, onChange }: NamesCardProps) {
  return (
    <section className="card tracked-card" aria-labelledby="tracked-names">
      <h2 id="tracked-names">What it is</h2>
      <Field label="Name" error={errorAt('name')}>
        {(control) => (
          <Input
            {...control}
            value={draft.name}
            maxLength={200}
            disabled={readOnly}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Code name"
        hint={
          isCodeNameFixed
            ? 'It stays: pages have reported under it.'
            : 'What conditions call it. It stays once the event has been live.'
        }
        error={errorAt('codeName')}
      >
        {(control) => (
          <Input
            {...control}
            className="code"
            spellCheck={false}
            value={draft.codeName}
            maxLength={100}
            disabled={readOnly || isCodeNameFixed}
            onChange={(event) => onChange({ codeName: event.target.value })}
          />
        )}
      </Field>
      <Field label="Description" error={errorAt('description')}>
        {(control) => (
          <textarea
            {...control}
            className="input"
            rows={2}
            dir="auto"
            value={draft.description}
            maxLength={2000}
            disabled={readOnly}
            onChange={(event) => onChange({ description: event.target.value })}
          />
        )}
      </Field>
    </section>
  );
}
