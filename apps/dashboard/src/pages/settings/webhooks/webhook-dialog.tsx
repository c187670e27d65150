import type { WebhookBody, WebhookEventType } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { changeWebhook, createWebhook, webhooksQuery } from '../../../api/webhooks-api.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Input } from '../../../ui/input.tsx';
import { toasts } from '../../../ui/toast-store.ts';
import { eventTypes, eventWords } from './event-words.ts';
import { SecretDialog } from './secret-dialog.tsx';

interface WebhookDialogProps {
  /** Absent: a new one. */
  webhook?: WebhookBody;
  onClose: () => void;
}

/** Makes a webhook and shows its secret, or changes one. */
export function WebhookDialog({ webhook, onClose }: WebhookDialogProps) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [description, setDescription] = useState(webhook?.description ?? '');
  const [events, setEvents] = useState<readonly WebhookEventType[]>(webhook?.events ?? []);
  const settings = {
    meta: { showsProblem: true },
    onSuccess: () => client.invalidateQueries({ queryKey: webhooksQuery(projectId).queryKey }),
  };
  const make = useMutation({
    ...settings,
    mutationFn: () => createWebhook(projectId, { url, description, events }),
  });
  const change = useMutation({
    ...settings,
    mutationFn: (id: string) => changeWebhook(projectId, id, { url, description, events }),
    onSuccess: async () => {
      await settings.onSuccess();
      toasts.show({ text: 'Saved. Messages that wait go to the new address, too.' });
      onClose();
    },
  });
  if (make.data) return <SecretDialog webhook={make.data} onClose={onClose} />;
  const problem = make.error ?? change.error;
  return (
    <Dialog open onClose={onClose} title={webhook ? 'Edit the webhook' : 'New webhook'}>
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (webhook) change.mutate(webhook.id);
          else make.mutate();
        }}
      >
        <Field
          label="Address"
          hint="Messages are sent there by POST, signed as Standard Webhooks says."
          error={problem?.message}
        >
          {(control) => (
            <Input
              {...control}
              type="url"
              required
              maxLength={2000}
              placeholder="https://"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
        </Field>
        <Field label="Description" hint="What receives them.">
          {(control) => (
            <Input
              {...control}
              maxLength={200}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <fieldset className="field webhook-events">
          <legend className="field-label">It is told of</legend>
          {eventTypes.map((type) => (
            // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox in it is a component
            <label key={type} className="webhook-event">
              <Checkbox
                label={eventWords[type]}
                checked={events.includes(type)}
                onChange={({ target }) =>
                  setEvents(
                    eventTypes.filter((each) =>
                      each === type ? target.checked : events.includes(each),
                    ),
                  )
                }
              />
              <span>{eventWords[type]}</span>
            </label>
          ))}
        </fieldset>
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            disabled={events.length === 0}
            busy={make.isPending || change.isPending}
          >
            {webhook ? 'Save' : 'Create webhook'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
