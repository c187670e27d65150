// For whoever builds a page: says on the console why experiences are shown on it, or not. No page loads it by itself.
import { findDevice } from '../device.ts';
import { parseJson, toRecord } from '../json.ts';
import { each } from '../lists.ts';

/** Why one live experience may be shown on the page as it is now, or not. */
interface Reason {
  experienceId: string;
  isShown: boolean;
  rules: readonly { rule: string; passes: boolean; reason: string }[];
}

const readIdentity = (project: unknown): string => {
  const { as } = toRecord(parseJson(localStorage.getItem(`muster.${project}.identity`) ?? ''));
  if (typeof as === 'string') return as;
  throw new Error(`nothing is known of this browser in the project ${project}`);
};

/**
 * Asks the server that this file comes from, about the visitor of this page; prints what it says, and returns it.
 * Rejects with what is wrong, also when the project does not let pages ask.
 */
export async function explain(): Promise<readonly Reason[]> {
  const { console, location, navigator } = window as Window & typeof globalThis;
  const project = toRecord(window).JIMO_PROJECT_ID;
  const response = await fetch(
    new URL(`../v1/projects/${encodeURIComponent(`${project}`)}/commands`, import.meta.url).href,
    {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({
        as: readIdentity(project),
        ask: ['experiences'],
        page: { url: location.href, device: findDevice(navigator) },
        debug: true,
      }),
    },
  );
  const { detail, reasons } = (await response.json()) as { detail?: string; reasons?: Reason[] };
  if (!response.ok) throw new Error(`the server answered ${response.status}: ${detail}`);
  if (!reasons) throw new Error('the settings of the project do not let pages know why');
  each(reasons, ({ experienceId, isShown, rules }) => {
    console.group(`[muster] ${experienceId} ${isShown ? 'may be shown' : 'is not shown'}`);
    each(rules, ({ rule, passes, reason }) =>
      console.log(`${passes ? '✓' : '✗'} ${rule}: ${reason}`),
    );
    console.groupEnd();
  });
  return reasons;
}
