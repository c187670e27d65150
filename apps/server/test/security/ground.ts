import type {
  ExperienceBody,
  ExportBody,
  ImportBody,
  SegmentBody,
  SourceAccessBody,
  SourceBody,
  SourceErrorBody,
  TrackedEventBody,
  WebhookBody,
  WebhookDeliveryBody,
} from '@muster/protocol';
import { addPerson, type Person } from '../http/people.ts';
import { allOf, type CallOptions, isOneOf, type TestHouse } from '../http/test-house.ts';

/** Whom the subjects of a ground are about. */
export const payers = allOf(isOneOf('plan', 'Pro'));

/** One project of a house, with its keys and its first admin. */
export interface GroundSettings {
  projectId: string;
  number: number;
  writeKey: string;
  /** In every text of what is made here, so that it is found wherever it shows. */
  mark?: string;
}

/** Every number of a ground's own, so that two grounds of a house have no name in common. */
let made = 0;

/** Makes what the calls of a project can be about; each maker makes another one. */
export async function openGround(house: TestHouse, settings: GroundSettings) {
  const { projectId, number, writeKey, mark = 'mine' } = settings;
  const admin = await addPerson(house, `admin-${mark}`, number, 'admin');
  const at = (path: string) => `/api/projects/${projectId}${path}`;

  /** Throws unless the answer is 2xx. */
  async function ask<Body>(
    method: string,
    path: string,
    body?: unknown,
    as: CallOptions = { key: writeKey },
  ): Promise<Body> {
    const reply = await house.call<Body>(method, path, {
      ...as,
      ...(body !== undefined && { body }),
    });
    if (reply.status >= 300) throw new Error(`${method} ${path} ${JSON.stringify(reply.body)}`);
    return reply.body;
  }
  const make = <Body>(path: string, body: unknown) => ask<Body>('POST', at(path), body);
  const makeAsAdmin = <Body>(path: string, body?: unknown) =>
    ask<Body>('POST', at(path), body, admin.browser);

  async function makeSource(): Promise<SourceBody & { access: SourceAccessBody }> {
    made += 1;
    return makeAsAdmin('/sources', { kind: 'segment', name: `${mark} ${made}` });
  }

  const makeWebhook = () =>
    makeAsAdmin<WebhookBody>('/webhooks', {
      url: `https://example.com/${mark}`,
      events: ['segment.created'],
    });

  async function makeImport(content = `id,plan\nada,${mark}\n`): Promise<ImportBody> {
    const path = `${at('/imports')}?fileName=people.csv`;
    const headers = { 'content-type': 'text/csv' };
    const reply = await house.call<ImportBody>('POST', path, {
      ...{ key: writeKey, body: content, headers },
    });
    if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    const { id } = reply.body;
    const mapping = [{ column: 1, to: { type: 'attribute', key: 'imported', kind: 'string' } }];
    const identifier = { column: 0, matches: 'id' };
    return ask('PATCH', at(`/imports/${id}`), { identifier, mapping });
  }

  async function settleImport(id: string): Promise<ImportBody> {
    for (;;) {
      const body = await ask<ImportBody>('GET', at(`/imports/${id}`));
      if (body.status !== 'running' && body.undo?.state !== 'running') return body;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    ...settings,
    mark,
    house,
    admin,
    at,
    ask,
    makeSource,
    makeWebhook,
    makeImport,
    settleImport,
    makeSegment: () =>
      make<SegmentBody>('/segments', { name: 'Payers', description: mark, conditions: payers }),
    makeExperience: (more: object = {}) =>
      make<ExperienceBody>('/experiences', {
        ...{ name: 'Poll', type: 'survey' },
        steps: [{ id: 'nps', title: mark, question: { kind: 'nps' } }],
        ...more,
      }),
    async makeTrackedEvent(): Promise<TrackedEventBody> {
      made += 1;
      return make('/tracked-events', { name: mark, codeName: `export_clicked_${made}` });
    },
    /** A user of the segments of this ground, who has done one thing. */
    async makeUser(): Promise<string> {
      made += 1;
      const userId = `user-${made}`;
      await ask('POST', '/sse/webhook', [
        { type: 'identify', userId, traits: { plan: 'Pro', mark } },
        { type: 'track', userId, event: 'Paid', properties: { total: 9, mark } },
      ]);
      return userId;
    },
    makeKey: () => makeAsAdmin<{ id: string }>('/keys', { name: mark, scope: 'read' }),
    async makeInvitation(): Promise<{ id: string; path: string; email: string }> {
      made += 1;
      const email = `${mark}-${made}@example.com`;
      const body = await makeAsAdmin<{ id: string; path: string }>('/invitations', {
        ...{ email, role: 'viewer' },
      });
      return { ...body, email };
    },
    async makeMember(role: 'viewer' | 'editor' | 'admin' = 'viewer'): Promise<Person> {
      made += 1;
      return addPerson(house, `${mark}-${made}`, number, role);
    },
    async makeDelivery(): Promise<{ webhookId: string; deliveryId: string }> {
      const { id } = await makeWebhook();
      await makeAsAdmin(`/webhooks/${id}/test`);
      const path = at(`/webhooks/${id}/deliveries`);
      const { deliveries } = await ask<{ deliveries: WebhookDeliveryBody[] }>(
        ...(['GET', path, undefined, admin.browser] as const),
      );
      return { webhookId: id, deliveryId: String(deliveries[0]?.id) };
    },
    async makeSourceError(): Promise<{ sourceId: string; errorId: string }> {
      const { id, access } = await makeSource();
      await house.fetchRaw('POST', access.path, {
        key: null,
        body: { type: 'track', event: mark },
      });
      const path = at(`/sources/${id}/errors`);
      const { errors } = await ask<{ errors: SourceErrorBody[] }>('GET', path);
      return { sourceId: id, errorId: String(errors[0]?.id) };
    },
    async makeRunImport(): Promise<ImportBody> {
      const { id } = await makeImport();
      await ask('POST', at(`/imports/${id}/run`));
      return settleImport(id);
    },
    async makeExport({ isRun }: { isRun: boolean }): Promise<ExportBody> {
      const body = await make<ExportBody>('/exports', { conditions: payers, format: 'ndjson' });
      if (isRun) await house.exportJob.run();
      return body;
    },
  };
}

export type Ground = Awaited<ReturnType<typeof openGround>>;
