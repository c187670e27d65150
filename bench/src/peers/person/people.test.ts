import { expect, it } from 'vitest';
import { makeCarelessPeople, makePeople, toDocument } from './people.ts';

it('shows a person as one flat object, with the instant of a date beside its text', () => {
  const [person] = makePeople(1);
  if (person === undefined) throw new Error('There is one.');
  const attributes = new Map([['renewal', '2026-07-01']]);
  expect(toDocument({ ...person, attributes }, 'UTC')).toMatchObject({
    id: 'user-1',
    sessions: person.native.sessions,
    renewal: '2026-07-01',
    renewalAt: Date.UTC(2026, 6, 1),
  });
});

it('changes one value of one person in ten', () => {
  const [right, careless] = [makePeople(200), makeCarelessPeople(200)];
  const changed = right.filter(
    (person, i) =>
      JSON.stringify([...person.attributes]) !==
      JSON.stringify([...(careless[i]?.attributes ?? [])]),
  );
  expect(changed).toHaveLength(20);
});
