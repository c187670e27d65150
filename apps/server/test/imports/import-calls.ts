import type { ImportBody, ImportChange } from '@muster/protocol';
import { expect } from 'vitest';
import type { Reply, TestHouse } from '../http/test-house.ts';

type Problem = { code: string; detail: string; errors: { path: string; message: string }[] };

/** What tests ask of the imports of a house. */
export function callImports(house: TestHouse) {
  const at = (id: string, rest = '') => house.at(`/imports/${id}${rest}`);

  const upload = (content: string | Uint8Array<ArrayBuffer>, fileName = 'people.csv') =>
    house.call<ImportBody & Problem>('POST', `${house.at('/imports')}?fileName=${fileName}`, {
      body: content,
      headers: { 'content-type': 'text/csv' },
    });

  async function get(id: string): Promise<ImportBody> {
    return (await house.call<ImportBody>('GET', at(id))).body;
  }

  /** Asks until nothing runs any more. */
  async function settle(id: string): Promise<ImportBody> {
    for (;;) {
      const body = await get(id);
      const isRunning = body.status === 'running' || body.undo?.state === 'running';
      if (!isRunning && body.validation?.state !== 'running') return body;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async function must<Body>(reply: Promise<Reply<Body>>, ...statuses: number[]): Promise<Body> {
    const { status, body } = await reply;
    expect(statuses, JSON.stringify(body)).toContain(status);
    return body;
  }

  async function run(id: string): Promise<ImportBody> {
    await must(house.call('POST', at(id, '/run')), 202);
    return settle(id);
  }

  return {
    at,
    upload,
    get,
    settle,
    run,
    change: (id: string, change: ImportChange) =>
      house.call<ImportBody & Problem>('PATCH', at(id), { body: change }),
    post: (id: string, action: 'validate' | 'run' | 'cancel' | 'undo') =>
      house.call<ImportBody & Problem>('POST', at(id, `/${action}`)),
    /** Uploads, chooses, runs, and returns what came of it. */
    async import(
      content: string | Uint8Array<ArrayBuffer>,
      change: ImportChange = {},
      fileName?: string,
    ): Promise<ImportBody> {
      const { id } = await must(upload(content, fileName), 201);
      await must(house.call('PATCH', at(id), { body: change }), 200);
      return run(id);
    },
    async undo(id: string): Promise<ImportBody> {
      await must(house.call('POST', at(id, '/undo')), 202);
      return settle(id);
    },
    async validate(id: string): Promise<ImportBody> {
      await must(house.call('POST', at(id, '/validate')), 202);
      return settle(id);
    },
    async report(id: string): Promise<string[]> {
      const response = await house.fetchRaw('GET', at(id, '/report.csv'));
      expect(response.status).toBe(200);
      const text = new TextDecoder('utf-8').decode(await response.arrayBuffer());
      return text.trimEnd().split('\r\n');
    },
    /** The user as the API shows her; `undefined` without one. */
    async user(id: string) {
      const path = house.at(`/users/${encodeURIComponent(id)}`);
      const { status, body } = await house.call<UserBody>('GET', path);
      return status === 200 ? body : undefined;
    },
    async count(...children: unknown[]): Promise<number> {
      const conditions = { type: 'group', match: 'all', children };
      const path = house.at('/audience/count');
      const { body } = await house.call<{ count: number }>('POST', path, { body: { conditions } });
      return body.count;
    },
  };
}

interface UserBody {
  id: string;
  name: string | null;
  email: string | null;
  language: string | null;
  attributes: Record<string, { value: unknown; source: string; updatedAt: string }>;
}

export type ImportCalls = ReturnType<typeof callImports>;
