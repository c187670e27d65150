import { say } from './say.ts';

/** Somebody who can log in here. */
export interface Person {
  id: string;
  name: string;
  email: string;
  plan: Plan;
}

export const plans = ['Free', 'Pro', 'Team'] as const;
export type Plan = (typeof plans)[number];

const people: readonly Person[] = [
  { id: 'ada', name: 'Ada Moreau', email: 'ada@example.test', plan: 'Free' },
  { id: 'bo', name: 'Bo Lindqvist', email: 'bo@example.test', plan: 'Pro' },
  { id: 'cleo', name: 'Cleo Okafor', email: 'cleo@example.test', plan: 'Team' },
];

const personKey = 'demo.person';
const planKey = (id: string) => `demo.plan.${id}`;

/** Everybody with the plan that she has by now. */
export function listPeople(): Person[] {
  return people.map((person) => {
    const plan = plans.find((name) => name === localStorage.getItem(planKey(person.id)));
    return { ...person, plan: plan ?? person.plan };
  });
}

/** Who is logged in. */
export function currentPerson(): Person | undefined {
  const id = localStorage.getItem(personKey);
  return listPeople().find((person) => person.id === id);
}

/** Logs in; what the shop knows of the person is set once Muster knows who she is. */
export function logIn({ id, name, email, plan }: Person): void {
  localStorage.setItem(personKey, id);
  say('do', 'identify', [
    id,
    () => {
      say('set', 'user', { name, email });
      say('set', 'user:attributes', [{ plan }]);
    },
  ]);
}

/** Logs out: from now on somebody new is here. */
export function logOut(): void {
  localStorage.removeItem(personKey);
  say('do', 'user:reset');
}

/** Changes the plan of who is logged in. */
export function changePlan({ id }: Person, plan: Plan): void {
  localStorage.setItem(planKey(id), plan);
  say('set', 'user:attributes', [{ plan }]);
  say('do', 'track', ['plan changed', { plan }]);
}
