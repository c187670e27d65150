import type { SegmentBody } from '@muster/protocol';
import type { TestHouse } from '../http/test-house.ts';

/** The members of a problem that these tests look at. */
export type Errors = { code: string; detail: string; errors: { path: string; code: string }[] };

/** The calls about segments, on the house that `current` returns. */
export function createSegmentCalls(current: () => TestHouse) {
  return {
    /** Saves a segment; throws unless it is saved. */
    async create(name: string, conditions: unknown, more: Record<string, unknown> = {}) {
      const house = current();
      const body = { name, conditions, ...more };
      const reply = await house.call<SegmentBody>('POST', house.at('/segments'), { body });
      if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
      return reply.body;
    },

    /** A change that is based on this version; `null` does not say on which. */
    change(id: string, version: number | string | null, body: unknown) {
      const house = current();
      const headers = version === null ? undefined : { 'if-match': String(version) };
      const options = { body, ...(headers && { headers }) };
      return house.call<SegmentBody & Errors>('PATCH', house.at(`/segments/${id}`), options);
    },

    async list() {
      const house = current();
      const { body } = await house.call<{ segments: SegmentBody[] }>('GET', house.at('/segments'));
      return body.segments;
    },

    /** Oldest first. */
    async readAudit() {
      return (await current().store.read((tx) => tx.audit(1, 100))).reverse();
    },
  };
}
