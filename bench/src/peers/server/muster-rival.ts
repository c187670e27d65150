import {
  makeDataFolder,
  projectId,
  removeDataFolder,
  startServer,
} from '../../../../apps/server/test/muster-process.ts';
import { idOfBrowser } from '../../browsers/pages.ts';
import { createRawClient } from '../../measure/raw-http.ts';
import { waitForIndex } from '../../population/fill-folder.ts';
import { startBenchSetup } from '../../setup/bench-setup.ts';
import type { PersonDocument } from '../person/people.ts';
import type { Question } from '../person/questions.ts';
import type { Rival } from './rival.ts';

const path = `/sdk/v1/projects/${projectId}/commands`;

/** Ours, which knows people from what their pages have said before; a question says who asks. */
export async function startMuster(
  setupName: 'embedded' | 'postgres',
  people: readonly PersonDocument[],
  questions: readonly Question[],
): Promise<Rival> {
  const setup = await startBenchSetup(setupName);
  const folder = await makeDataFolder();
  const server = await startServer(folder, {
    ...setup.environment,
    MUSTER_LOG_LEVEL: 'warn',
    MUSTER_SDK_ADDRESS_RATE: '0',
    MUSTER_SDK_PROJECT_RATE: '0',
  });
  await waitForIndex(server);
  const placesById = new Map<string, number>();
  for (const [place, { name, tree }] of questions.entries()) {
    const body = { name, conditions: tree };
    const { id } = await server.call<{ id: string }>(
      'POST',
      `/api/projects/${projectId}/segments`,
      body,
    );
    placesById.set(id, place);
  }
  const client = createRawClient(server.url, 16);
  await Promise.all(
    people.map(async (values, at) => {
      const command = { seq: 1, at: Date.now(), as: idOfBrowser(at), type: 'attributes', values };
      const body = { stream: idOfBrowser(at), sentAt: Date.now(), commands: [command] };
      const { status, body: reply } = await client.post(path, JSON.stringify(body));
      if (status !== 200) throw new Error(`${status} ${reply}`);
    }),
  );
  client.close();
  return {
    name: `Muster on ${setupName === 'embedded' ? 'SQLite' : 'PostgreSQL'}`,
    url: server.url,
    path,
    headers: { 'content-type': 'text/plain' },
    makeBody: (person) => `{"as":"${idOfBrowser(person)}","ask":["segments"]}`,
    readAnswer(body) {
      const { segments } = JSON.parse(body) as { segments: { id: string }[] };
      return segments.map(({ id }) => placesById.get(id) ?? -1).sort((a, b) => a - b);
    },
    pid: server.child.pid ?? 0,
    async stop() {
      await server.stop();
      await setup.stop();
      await removeDataFolder(folder);
    },
  };
}
