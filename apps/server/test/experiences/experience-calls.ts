import type { ExperienceBody, UseBody } from '@muster/protocol';
import type { TestHouse } from '../http/test-house.ts';

/** The members of a problem that these tests look at. */
export interface Refusal {
  code: string;
  detail: string;
  errors: { path: string; code: string; message: string }[];
  usedBy: UseBody[];
}

/** A survey with one question of each kind of answer, ready to go live. */
export const survey = {
  type: 'survey',
  steps: [
    { id: 'nps', title: 'How likely?', question: { kind: 'nps' } },
    { id: 'why', title: 'Why?', question: { kind: 'text' } },
    { id: 'which', question: { kind: 'multiple', choices: ['A', 'B'] } },
    { id: 'bye', body: 'Thank you' },
  ],
};

/** The calls about experiences, on the house that `current` returns. */
export function createExperienceCalls(current: () => TestHouse) {
  function change(id: string, version: number | string | null, body: unknown) {
    const house = current();
    const headers = version === null ? undefined : { 'if-match': String(version) };
    const options = { body, ...(headers && { headers }) };
    return house.call<ExperienceBody & Refusal>('PATCH', house.at(`/experiences/${id}`), options);
  }

  async function create(name: string, more: Record<string, unknown> = {}) {
    const house = current();
    const body = { name, type: 'banner', ...more };
    const reply = await house.call<ExperienceBody>('POST', house.at('/experiences'), { body });
    if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    return reply.body;
  }

  return {
    change,
    /** Saves a draft; throws unless it is saved. */
    create,

    /** Saves one and makes it live; throws unless it is. */
    async publish(name: string, more: Record<string, unknown> = {}) {
      const steps = [{ id: 'one', title: 'Hello' }];
      const { id, version } = await create(name, { steps, ...more });
      const reply = await change(id, version, { status: 'live' });
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
      return reply.body;
    },

    /** Tries to save a draft. */
    tryCreate(body: Record<string, unknown>) {
      const house = current();
      return house.call<ExperienceBody & Refusal>('POST', house.at('/experiences'), {
        body: { name: 'X', type: 'banner', ...body },
      });
    },

    get(id: string) {
      const house = current();
      return house.call<ExperienceBody & Refusal>('GET', house.at(`/experiences/${id}`));
    },

    remove(id: string) {
      const house = current();
      return house.call<Refusal>('DELETE', house.at(`/experiences/${id}`));
    },

    /** Oldest first. */
    async readAudit() {
      return (await current().store.read((tx) => tx.audit(1, 100))).reverse();
    },
  };
}
