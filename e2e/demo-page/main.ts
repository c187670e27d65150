// The command behind `npm run demo`.
import { demoSegments } from './demo-segments.ts';
import { createMusterApi, DemoProblem } from './muster-api.ts';
import { prepareProject } from './prepare-project.ts';
import { readSettings } from './read-settings.ts';
import { serveDemo } from './serve-demo.ts';

try {
  const settings = readSettings(process.env);
  const created = await prepareProject(createMusterApi(settings), demoSegments);
  const demo = await serveDemo(settings);
  const { musterUrl, projectId } = settings;
  console.log(`Muster answers at ${musterUrl}, project "${projectId}".`);
  if (created.length > 0) console.log(`New segments: ${created.join(', ')}.`);
  console.log(`\nThe demo shop is at ${demo.url}\nCtrl-C ends it.`);
  process.once('SIGINT', () => void demo.close());
  process.once('SIGTERM', () => void demo.close());
} catch (error) {
  if (!(error instanceof DemoProblem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
