import { type Profile, parseIsoDate, type Value } from '@muster/conditions';
import { makeProfile } from '../../population/population.ts';
import { instantField } from './language.ts';

/** A person as peers are shown her: one flat object. */
export type PersonDocument = Record<string, Value>;

/** Native fields and attributes by their keys, and the instant of each attribute that is a date beside it. */
export function toDocument({ native, attributes }: Profile, timeZone: string): PersonDocument {
  const document: PersonDocument = { ...native };
  for (const [key, value] of attributes) {
    document[key] = value;
    const date = typeof value === 'string' ? parseIsoDate(value, timeZone) : undefined;
    if (date !== undefined) document[instantField(key)] = date.instant;
  }
  return document;
}

/** What senders get wrong, and letters that are the same in one case only. */
const hazards: readonly (readonly [key: string, value: Value])[] = [
  ['seats', '12'],
  ['health', ''],
  ['nps', '10'],
  ['plan', ['Pro']],
  ['city', 7],
  ['title', 'HEAD OF GROWTH'],
  ['title', 'Head of Saleſ'],
  ['title', ['Growth']],
  ['title', 55],
  ['verified', 'true'],
  ['interests', 'api'],
  ['interests', 'rapid'],
];

/** People of the benchmark, all of whose attributes have the type that they should have. */
export function makePeople(count: number): Profile[] {
  return Array.from({ length: count }, (_, i) => makeProfile(1 + i * 31));
}

/** The same people; one in ten has one attribute as a careless sender would have sent it. */
export function makeCarelessPeople(count: number): Profile[] {
  return makePeople(count).map((profile, i) => {
    const hazard = i % 10 === 0 ? hazards[(i / 10) % hazards.length] : undefined;
    if (hazard === undefined) return profile;
    return { ...profile, attributes: new Map([...profile.attributes, hazard]) };
  });
}
