import type { SdkReplyBody, ShownExperience } from '@muster/protocol';
import type { ExperienceRow } from '../../src/store/experiences.ts';
import type { SegmentRow } from '../../src/store/store.ts';
import { noon } from '../ingest/open-ingest.ts';
import { makeExperience } from '../store/samples.ts';
import type { TestSdk } from './open-sdk.ts';

/** Of projects without no-code events. */
type Shown = Omit<SdkReplyBody, 'experiences'> & { experiences?: ShownExperience[] };

export type Target = ExperienceRow['target'];

/** A target of everyone, always, everywhere, with what is given instead. */
export function makeTarget({
  when,
  where,
  ...given
}: Partial<Omit<Target, 'when' | 'where'>> & {
  when?: Partial<Target['when']>;
  where?: Partial<Target['where']>;
} = {}): Target {
  const { target } = makeExperience();
  return {
    ...target,
    ...given,
    when: { ...target.when, ...when },
    where: { ...target.where, ...where },
  };
}

/** Experiences in the store of a test, and what browsers ask and say about them. */
export function createExperienceDesk(current: () => TestSdk) {
  const seqs = new Map<string, number>();

  return {
    /** Stores one that is live, or replaces it. */
    async put(given: Partial<ExperienceRow> & { id: string }): Promise<void> {
      const { store, project } = current();
      await store.write(async (tx) => {
        const before = await tx.experience(project.number, given.id);
        const version = (before?.version ?? 0) + 1;
        const live = { project: project.number, status: 'live' as const, publishedAt: noon };
        const row = { ...makeExperience(live), ...before, ...given, version };
        if (before === undefined) await tx.insertExperience(row);
        else await tx.updateExperience(row, before.version);
      });
    },

    async putSegment(id: string, conditions: SegmentRow['conditions']): Promise<void> {
      const { store, project } = current();
      const by = { createdAt: noon, createdBy: 'test', updatedAt: noon, updatedBy: 'test' };
      const row = {
        id,
        project: project.number,
        name: id,
        description: '',
        conditions,
        version: 1,
      };
      await store.write((tx) => tx.insertSegment({ ...row, ...by }));
    },

    async ask(as: string, more: object = {}): Promise<Shown> {
      const page = { url: 'https://shop.test/pricing', device: 'desktop' };
      const response = await current().post({ as, ask: ['experiences'], page, ...more });
      if (response.status !== 200) throw new Error(await response.text());
      return (await response.json()) as Shown;
    },

    /** The ids of what a person may see now. */
    async see(as: string, more: object = {}): Promise<string[]> {
      return ((await this.ask(as, more)).experiences ?? []).map(({ id }) => id);
    },

    /** Sends commands of one browser in a stream of its own. */
    async say(as: string, ...commands: object[]): Promise<SdkReplyBody> {
      const from = seqs.get(as) ?? 1;
      seqs.set(as, from + commands.length);
      return current().send(as, from, ...commands.map((command) => ({ as, ...command })));
    },

    report(as: string, experienceId: string, action: string, more: object = {}) {
      return this.say(as, { type: 'experience', experienceId, action, show: 's1', ...more });
    },
  };
}
