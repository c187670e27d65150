import { matchesPage } from '@muster/conditions/page-rules';
import type { PageRule } from '../visit.ts';

/** On these devices, on these pages. */
export const where: PageRule = {
  passes: ({ target }, { page }) =>
    target.where.devices.includes(page.device) && matchesPage(target.where, page.url),
  explain({ target }, { page }) {
    const { devices, match, urls } = target.where;
    const value = { ...page };
    if (!devices.includes(page.device)) {
      return { reason: `It is shown on ${devices.join(', ')}, not on ${page.device}.`, value };
    }
    if (matchesPage(target.where, page.url)) {
      const reason =
        urls.length === 0 ? 'It is shown on every page.' : 'The page is one of its own.';
      return { reason, value };
    }
    const missed = match === 'all' ? 'Not all of its rules hold' : 'None of its rules holds';
    return { reason: `${missed} for the address of the page.`, value };
  },
};
