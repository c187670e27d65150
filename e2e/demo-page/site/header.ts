import { element } from './element.ts';
import { currentPerson, listPeople, logIn, logOut } from './people.ts';
import { currentPath } from './router.ts';

const places = [
  ['/', 'Shop'],
  ['/membership', 'Membership'],
  ['/invite', 'Invite'],
] as const;

/** Where one can go, and as whom. */
export function showHeader(refresh: () => void): HTMLElement {
  const links = places.map(([path, name]) =>
    element('a', { href: path, ...(currentPath() === path && { 'aria-current': 'page' }) }, name),
  );
  return element(
    'header',
    { class: 'top' },
    element('a', { href: '/', class: 'brand' }, element('span', { class: 'mark' }), 'Paperweight'),
    element('nav', { 'aria-label': 'Shop' }, ...links),
    showPeople(refresh),
  );
}

function showPeople(refresh: () => void): HTMLElement {
  const current = currentPerson();
  const choice = element(
    'select',
    {
      id: 'person',
      onchange: () => {
        const person = listPeople().find(({ id }) => id === choice.value);
        if (person) logIn(person);
        else logOut();
        refresh();
      },
    },
    element('option', { value: '', selected: !current }, 'Nobody: a visitor'),
    ...listPeople().map(({ id, name, plan }) =>
      element('option', { value: id, selected: id === current?.id }, `${name} (${plan})`),
    ),
  );
  return element('label', { class: 'person' }, element('span', {}, 'Logged in'), choice);
}
