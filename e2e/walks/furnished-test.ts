import type { Page } from 'playwright-core';
import { admin, letIn, test } from '../fixtures/dashboard.ts';
import { listSights } from '../fixtures/every-page.ts';
import { furnishProject, type Wording } from '../fixtures/furnish-project.ts';

type Theme = 'light' | 'dark';

/** Where somebody looks at one page after the other. */
interface Tab {
  page: Page;
  /** Requests off the origin, and errors; a test takes them out. */
  complaints: string[];
}

/**
 * Tests whose project has one of everything, in these words. `lookIn` gives the one tab of a theme: what a
 * browser has compiled for one page it has for the next.
 */
export function furnishedTest(wording: Wording) {
  return test
    .extend('lookIn', { scope: 'file' }, async ({ browser, muster }, { onCleanup }) => {
      const tabs = new Map<Theme, Promise<Tab>>();
      onCleanup(async () => {
        for (const tab of tabs.values()) await (await tab).page.context().close();
      });
      const open = async (colorScheme: Theme): Promise<Tab> => {
        const complaints: string[] = [];
        const { page } = await letIn(browser, muster, complaints, admin, { colorScheme });
        return { page, complaints };
      };
      return (theme: Theme): Promise<Tab> => {
        const tab = tabs.get(theme) ?? open(theme);
        tabs.set(theme, tab);
        return tab;
      };
    })
    .extend('furniture', { scope: 'file' }, async ({ lookIn, muster }) => {
      const { page } = await lookIn('light');
      return furnishProject(muster, page.context(), wording);
    });
}

/** The names of all sights: they are the same before anything has been made. */
export function listSightNames(wording: Wording): string[] {
  const nothing = {
    userId: '',
    segmentId: '',
    surveyId: '',
    draftId: '',
    importDraftId: '',
    importId: '',
    sourceId: '',
    trackedEventId: '',
    webhookId: '',
    joinToken: '',
  };
  return listSights(wording, nothing).map(({ name }) => name);
}
