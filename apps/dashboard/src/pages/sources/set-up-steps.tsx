import type { SourceBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useProject } from '../../api/current-project.ts';
import { sourcePresetsQuery } from '../../api/sources-api.ts';
import { signatures } from './signatures.ts';

/** What to do at the sender, step by step. */
export function SetUpSteps({ source }: { source: SourceBody }) {
  const { id: projectId } = useProject();
  const { data: presets = [] } = useQuery(sourcePresetsQuery(projectId));
  const preset = presets.find(({ logo }) => logo === source.logo);
  const steps = listSteps(source, preset?.note);
  return (
    <section className="card" aria-labelledby="set-up-steps">
      <h2 id="set-up-steps">Set it up</h2>
      <ol className="set-up-steps">
        {steps.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are of their place
          <li key={at}>{step}</li>
        ))}
      </ol>
    </section>
  );
}

function listSteps({ kind, signature }: SourceBody, note: string | undefined): ReactNode[] {
  switch (kind) {
    case 'segment':
      return [
        'In Segment, open Connections → Catalog → Webhooks and add the destination to your source.',
        'Paste the address as the webhook URL. What you set as its shared secret must be the secret here, if there is one.',
        'Choose what is sent: identify, track, group, alias, page, screen and delete are understood.',
        'Send a test event: it shows under Requests within a second.',
      ];
    case 'posthog':
      return [
        'In PostHog, open Data pipeline → Destinations and add HTTP Webhook.',
        'Paste the address as the webhook URL, method POST, and leave the default body.',
        'Choose the events to send. $identify, $set, $set_once, $unset and $groupidentify are understood; others show as PostHog events.',
        'Send a test event: it shows under Requests within a second.',
      ];
    case 'webhook':
      return [
        note ?? 'At the sender, add a webhook: POST, JSON, to the address above.',
        signatures[signature].step,
        'Paste a payload of the sender under Mapping and say where in it is what: you see at once what it would write.',
        'Send one: it shows under Requests within a second, and what was refused under Errors, with the reason.',
      ];
  }
}
