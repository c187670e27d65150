import { eventKey } from '@muster/conditions';
import type { LoggedChange } from '../../store/read-change.ts';
import type { PersonChange } from './membership.ts';

/**
 * What a run of the change log may make different about the users of a project, each once. Of a profile
 * the log says only that it has changed. Whoever is gone is in it, too.
 */
export function toPersonChanges(
  logged: readonly LoggedChange[],
  project: number,
): Map<number, PersonChange> {
  const changes = new Map<number, PersonChange>();
  function add(number: number, other: Pick<PersonChange, 'profile' | 'events'>): void {
    const known = changes.get(number);
    changes.set(number, {
      number,
      profile: join(known?.profile ?? [], other.profile),
      events: join(known?.events ?? [], other.events),
    });
  }
  for (const { change } of logged) {
    if (change.project !== project) continue;
    switch (change.type) {
      case 'profiles':
        for (const number of change.numbers) add(number, { profile: 'all', events: [] });
        break;
      case 'events':
        for (const { number, source, name } of change.events) {
          add(number, { profile: [], events: [eventKey(source, name)] });
        }
        break;
      case 'merge':
        add(change.from, { profile: 'all', events: 'all' });
        add(change.to, { profile: 'all', events: 'all' });
        break;
      case 'erase':
        add(change.number, { profile: 'all', events: 'all' });
        break;
      case 'expire':
        for (let number = change.after + 1; number <= change.through; number += 1) {
          add(number, { profile: [], events: 'all' });
        }
        break;
      case 'timeZone':
      case 'deleteProject':
        break;
    }
  }
  return changes;
}

type Names = PersonChange['events'];

function join(one: Names, other: Names): Names {
  if (one === 'all' || other === 'all') return 'all';
  const fresh = other.filter((name) => !one.includes(name));
  return fresh.length === 0 ? one : [...one, ...fresh];
}
