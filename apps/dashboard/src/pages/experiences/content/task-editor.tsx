import { useQuery } from '@tanstack/react-query';
import { catalogQuery } from '../../../api/catalog-api.ts';
import { useProject } from '../../../api/current-project.ts';
import { Combobox } from '../../../ui/combobox.tsx';
import { Field } from '../../../ui/input.tsx';
import { useEditedStep } from './step-context.ts';

const byHand = 'by hand';

/** How an item of a checklist is done: by itself with an event, or by hand. */
export function TaskEditor() {
  const { step, change, readOnly, errorAt } = useEditedStep();
  const { id: projectId } = useProject();
  const { data: catalog } = useQuery(catalogQuery(projectId));
  const event = step.task?.event;
  const known = (catalog?.events ?? []).map(({ source, name }) => ({ source, name }));
  // One that has not come in for long is still the one that is waited for.
  const events =
    event && !known.some((one) => keyOf(one) === keyOf(event)) ? [event, ...known] : known;
  return (
    <fieldset className="step-part">
      <legend>Done</legend>
      <Field label="When" error={errorAt('task.event') ?? errorAt('task.event.name')}>
        {() => (
          <Combobox
            label="When the item is done"
            options={[
              { value: byHand, label: 'Ticked off by hand' },
              ...events.map((one) => ({
                value: keyOf(one),
                label: one.name,
                note: sourceNames[one.source],
              })),
            ]}
            value={event ? keyOf(event) : byHand}
            disabled={readOnly}
            onChange={(key) => {
              const chosen = events.find((one) => keyOf(one) === key);
              change({ task: chosen && { event: chosen } });
            }}
          />
        )}
      </Field>
    </fieldset>
  );
}

type TaskEvent = { source: keyof typeof sourceNames; name: string };

const sourceNames = {
  app: 'App event',
  segment: 'Segment.io event',
  api: 'API event',
  posthog: 'PostHog event',
} as const;

function keyOf({ source, name }: TaskEvent): string {
  return `${source} ${name}`;
}
