import { createHmac } from 'node:crypto';
import type {
  NewSource,
  ProfileBody,
  SourceAccessBody,
  SourceBody,
  SourceErrorBody,
  UserEventBody,
} from '@muster/protocol';
import { addPerson } from '../http/people.ts';
import { type CallOptions, type HouseWishes, openTestHouse } from '../http/test-house.ts';

export type CreatedSource = SourceBody & { access: SourceAccessBody };

/** What a sender is told, or why it is refused. */
interface SourceAnswer {
  status: number;
  headers: Headers;
  body: {
    accepted: number;
    rejected: { index: number; code: string; path: string; scope: string }[];
    code?: string;
    detail?: string;
  };
}

/** A house with an admin, and the calls that tests about sources make. */
export async function openSourceHouse(wishes: HouseWishes = {}) {
  const house = await openTestHouse(wishes);
  const admin = (await addPerson(house, 'admin', 1, 'admin')).browser;

  async function read(response: Response): Promise<SourceAnswer> {
    const body = (await response.json()) as SourceAnswer['body'];
    return { status: response.status, headers: response.headers, body };
  }

  async function add(source: NewSource): Promise<CreatedSource> {
    const reply = await house.call<CreatedSource>('POST', house.at('/sources'), {
      ...admin,
      body: source,
    });
    if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    return reply.body;
  }

  return {
    ...house,
    admin,
    add,
    /** What a source is answered; a body that is no text is sent as JSON. */
    async post(path: string, body: unknown, options: CallOptions = {}) {
      return read(await house.fetchRaw('POST', path, { key: null, body, ...options }));
    },
    /** The same for bytes. */
    async postBytes(path: string, body: Uint8Array, headers: Record<string, string> = {}) {
      const sent = { method: 'POST', headers, body: new Uint8Array(body) };
      return read(await house.app.request(path, sent));
    },
    async source({ id }: Pick<SourceBody, 'id'>): Promise<SourceBody> {
      return (await house.call<SourceBody>('GET', house.at(`/sources/${id}`))).body;
    },
    async errors({ id }: Pick<SourceBody, 'id'>): Promise<SourceErrorBody[]> {
      const path = house.at(`/sources/${id}/errors`);
      return (await house.call<{ errors: SourceErrorBody[] }>('GET', path)).body.errors;
    },
    replay: ({ id }: Pick<SourceBody, 'id'>, error: Pick<SourceErrorBody, 'id'>) =>
      house.call('POST', house.at(`/sources/${id}/errors/${error.id}/replay`)),
    /** `undefined` for somebody who is not there. */
    async user(id: string): Promise<ProfileBody | undefined> {
      const path = house.at(`/users/${encodeURIComponent(id)}`);
      const { status, body } = await house.call<ProfileBody>('GET', path);
      return status === 404 ? undefined : body;
    },
    /** Newest first. */
    async events(id: string): Promise<UserEventBody[]> {
      const path = house.at(`/users/${encodeURIComponent(id)}/events`);
      return (await house.call<{ events: UserEventBody[] }>('GET', path)).body.events;
    },
  };
}

export type SourceHouse = Awaited<ReturnType<typeof openSourceHouse>>;

/** As Segment signs. */
export function signAsSegment(secret: string, body: string | Uint8Array): string {
  return createHmac('sha1', secret).update(body).digest('hex');
}

/** The values alone. */
export function valuesOf(stamped: Record<string, { value: unknown }>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(stamped).map(([key, { value }]) => [key, value]));
}
