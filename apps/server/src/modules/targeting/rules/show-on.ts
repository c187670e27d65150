import type { PageRule } from '../visit.ts';

/** What a page or an address starts by its id does not come by itself. */
export const showOn: PageRule = {
  passes: ({ target }) => target.showOn.type !== 'manual' && target.showOn.type !== 'url',
  explain({ id, target: { showOn: value } }) {
    return { reason: sayWhen(id, value.type), value };
  },
};

function sayWhen(id: string, type: 'open' | 'event' | 'leave' | 'manual' | 'url'): string {
  switch (type) {
    case 'open':
      return 'It comes when a page opens.';
    case 'event':
      return 'It comes when its event happens.';
    case 'leave':
      return 'It comes when the person is about to leave the page.';
    case 'manual':
      return 'It comes only when a page asks for it, and then for everybody.';
    case 'url':
      return `It comes only on pages opened with ?muster=${id}, and then for everybody.`;
  }
}
