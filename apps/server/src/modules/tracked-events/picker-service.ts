import type { PickerBody, PickerItem } from '@muster/protocol';
import type { Caller } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { Project, ReadTransaction, Store } from '../../store/store.ts';
import { makeToken, type RandomBytes } from '../projects/make-secret.ts';
import { addToken, findToken, readPass, signPass } from './picker-token.ts';

/** Enough to find an element; whoever needs longer opens it again. */
const passForMs = 15 * 60 * 1000;

/**
 * Gives a member the address of a page with what opens the picker there. Throws a 403 for a key, and a 422 for an
 * address that is no page, or without the dashboard's origin.
 */
export type OpenPicker = (
  caller: Caller,
  wish: { url: string; dashboardOrigin: string | undefined },
) => Promise<PickerBody>;

interface Parts {
  store: Store;
  now: () => number;
  random: RandomBytes;
}

export function createOpenPicker({ store, now, random }: Parts): OpenPicker {
  return async ({ kind, project }, { url, dashboardOrigin }) => {
    if (kind !== 'member') {
      throw new HttpProblem(403, 'members_only', 'Only members open the picker, in the dashboard.');
    }
    const address = readAddress(url);
    if (dashboardOrigin === undefined || !URL.canParse(dashboardOrigin)) {
      const message = 'The request does not say of which origin the dashboard is.';
      throw new HttpProblem(422, 'origin_missing', message);
    }
    const secret = await findSecret(project);
    const until = now() + passForMs;
    const pageOrigin = address.origin;
    const pass = { projectId: project.id, pageOrigin, dashboardOrigin, until };
    const token = signPass(pass, secret);
    return {
      url: addToken(address, token),
      origin: pageOrigin,
      until: new Date(until).toISOString(),
    };
  };

  /** The secret of the project, which is made when it is first needed. */
  async function findSecret({ id }: Project): Promise<string> {
    const known = (await store.read((tx) => tx.project(id)))?.pickerSecret;
    if (known !== undefined) return known;
    return store.write(async (tx) => {
      const project = await tx.project(id);
      if (project === undefined) throw new Error(`The project ${id} is gone.`);
      const pickerSecret = project.pickerSecret ?? makeToken(random, 51);
      if (project.pickerSecret === undefined) await tx.updateProject({ ...project, pickerSecret });
      return pickerSecret;
    });
  }
}

function readAddress(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address && /^https?:$/.test(address.protocol)) return address;
  const message = 'It must be the whole address of a page, e.g. https://example.com/reports.';
  throw new HttpProblem(422, 'invalid_request', message, {
    errors: [{ path: 'url', message, code: 'invalid_url' }],
  });
}

/** What opens the picker on a page whose address carries a valid token, of this project and this origin. */
export async function findPicker(
  tx: ReadTransaction,
  projectId: string,
  url: string,
  now: number,
): Promise<PickerItem | undefined> {
  const token = findToken(url);
  if (token === undefined || !URL.canParse(url)) return undefined;
  // Read with this snapshot: what is remembered of the project may be from before there was a secret.
  const secret = (await tx.project(projectId))?.pickerSecret;
  const pass = secret === undefined ? undefined : readPass(token, secret);
  if (pass === undefined || pass.until <= now) return undefined;
  if (pass.projectId !== projectId || pass.pageOrigin !== new URL(url).origin) return undefined;
  const { dashboardOrigin, until } = pass;
  const id = 'picker';
  return { id, type: id, showOn: { type: 'open' }, steps: [], dashboardOrigin, until };
}
