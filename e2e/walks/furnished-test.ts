import { admin, test } from '../fixtures/dashboard.ts';
import { listSights } from '../fixtures/every-page.ts';
import { furnishProject, type Wording } from '../fixtures/furnish-project.ts';

/** Tests whose project has one of everything, in these words. */
export function furnishedTest(wording: Wording) {
  return test.extend('furniture', { scope: 'file' }, async ({ browser, muster }, { onCleanup }) => {
    const context = await browser.newContext({ baseURL: muster.url });
    onCleanup(() => context.close());
    const headers = { 'sec-fetch-site': 'same-origin' };
    await context.request.post('/api/session', { data: admin, headers });
    return furnishProject(muster, context, wording);
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
