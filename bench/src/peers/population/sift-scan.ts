import { resolveTrees } from '../../population/index-counter.ts';
import { makeProfile } from '../../population/population.ts';
import { benchSegments } from '../../population/segments.ts';
import { loadPeer, versionOf } from '../load-peer.ts';
import { CannotSay, translate } from '../person/language.ts';
import { type MongoQuery, mongo } from '../person/languages/mongo.ts';
import { toDocument } from '../person/people.ts';
import type { Counter } from './counter.ts';

/** Looks at every document in memory, for the segments that ask for nothing but attributes. */
export function createSiftScan(users: number): Counter {
  const { default: sift } = loadPeer<{
    default(query: MongoQuery): (value: unknown) => boolean;
  }>('sift');
  const documents = Array.from({ length: users }, (_, i) => toDocument(makeProfile(i + 1), 'UTC'));
  const tests = resolveTrees(benchSegments.map(({ tree }) => tree)).map((plan) => {
    try {
      return sift(translate(plan, mongo));
    } catch (error) {
      if (error instanceof CannotSay) return undefined;
      throw error;
    }
  });
  return {
    name: `linear scan with sift ${versionOf('sift')}`,
    says: tests.flatMap((test, place) => (test === undefined ? [] : [place])),
    async countEach(place) {
      const test = tests[place];
      let count = 0;
      for (const document of documents) if (test?.(document)) count += 1;
      return count;
    },
  };
}
