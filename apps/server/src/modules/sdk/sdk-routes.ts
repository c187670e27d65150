import type { Instant } from '@muster/conditions';
import { type Context, Hono } from 'hono';
import type { AppEnv } from '../../http/app-env.ts';
import { HttpProblem } from '../../http/problem.ts';
import { refuseEncoded } from '../../http/read-body.ts';
import type { Project } from '../../store/store.ts';
import { answerPressure } from '../ingest/answer-pressure.ts';
import { createBodyReader } from '../ingest/body-reader.ts';
import type { LiveDefinitions } from '../tracked-events/live-definitions.ts';
import type { KnownProjects } from './known-projects.ts';
import type { MoveStreams } from './move-streams.ts';
import type { PersonAnswers, PersonQuestion } from './person-answers.ts';
import { readQuestion, readSpeaker } from './read-request.ts';
import type { CommandParcel, CommandReceipt, CommandReply } from './receive-commands.ts';
import type { SdkLimits } from './sdk-limits.ts';
import { findSecrets } from './verify-signature.ts';

/** Most bytes of the body of one request. */
const maxBodyBytes = 256 * 1024;

/** So many commands count as a further request. */
const commandsPerToken = 20;

export interface SdkRoutesSettings {
  projects: KnownProjects;
  limits: SdkLimits;
  receive: (parcel: CommandParcel) => Promise<CommandReceipt>;
  answers: PersonAnswers;
  /** The live no-code events of a project. */
  findDefinitions: (project: Project) => Promise<LiveDefinitions | undefined>;
  /** Pages that are told when their visitor may have moved. */
  moves: MoveStreams;
  now: () => Instant;
}

/**
 * `POST /sdk/v1/projects/{projectId}/commands` (decision 0018): what a browser may call from any
 * origin, with nothing but the public id of the project. An app of its own, as ingestion is.
 */
export function createSdkRoutes(settings: SdkRoutesSettings): Hono<AppEnv> {
  const { projects, limits, receive, answers, findDefinitions, moves, now } = settings;
  const readBody = createBodyReader(maxBodyBytes);
  const app = new Hono<AppEnv>();

  app.use('/sdk/v1/projects/*', async (c, next) => {
    await next();
    c.res.headers.set('access-control-allow-origin', '*');
    c.res.headers.set('access-control-expose-headers', 'retry-after');
    c.res.headers.set('cross-origin-resource-policy', 'cross-origin');
  });

  app.post('/sdk/v1/projects/:projectId/commands', async (c) => {
    limits.takeOfAddress(c, 1);
    const project = await findProject(c.req.param('projectId'));
    limits.takeOfProject(project.id, 1);
    const { reply, commands, question } = await answerPressure(() => take(c, project));
    limits.charge(c, project.id, Math.floor(commands / commandsPerToken));
    return c.json(question === undefined ? reply : await addAnswer(reply, project, question));
  });

  // A page that has missed a change is served what is live now, which its next question will name.
  app.get('/sdk/v1/projects/:projectId/tracked-events/:stamp', async (c) => {
    limits.takeOfAddress(c, 1);
    const project = await findProject(c.req.param('projectId'));
    limits.takeOfProject(project.id, 1);
    const definitions = await findDefinitions(project);
    const isNamed = definitions?.stamp === c.req.param('stamp');
    return c.body(definitions?.json ?? '{"events":[]}', 200, {
      'content-type': 'application/json',
      'cache-control': isNamed ? 'public, max-age=31536000, immutable' : 'no-store',
    });
  });

  app.post('/sdk/v1/projects/:projectId/moves', async (c) => {
    limits.takeOfAddress(c, 1);
    const project = await findProject(c.req.param('projectId'));
    limits.takeOfProject(project.id, 1);
    refuseEncoded(c.req.raw.headers);
    const as = readSpeaker(await readBody(c.req.raw));
    const stream = await moves.open(project, as, limits.addressOf(c));
    if (stream === 'untold') return c.body(null, 204);
    if (stream === 'unknown')
      throw new HttpProblem(404, 'user_not_found', 'Nobody has this id yet.');
    if (stream === 'full') {
      const detail = 'As many pages listen as may at one time; ask, and try again later.';
      throw new HttpProblem(503, 'too_many_listeners', detail, {
        headers: { 'retry-after': '60' },
      });
    }
    return c.body(stream, 200, {
      'content-type': 'text/plain',
      'cache-control': 'no-store, no-transform',
      // A proxy that gathers would make it anything but live.
      'x-accel-buffering': 'no',
    });
  });

  async function take(c: Context<AppEnv>, project: Project): Promise<CommandReceipt> {
    refuseEncoded(c.req.raw.headers);
    const body = await readBody(c.req.raw);
    const request = readQuestion(body);
    if (request !== undefined) return { ...request, reply: nothingTaken, commands: 0 };
    const { number, timeZone } = project;
    const arrivedAt = now();
    const secrets = findSecrets(project, arrivedAt);
    return receive({ project: number, timeZone, secrets, body, arrivedAt });
  }

  /** After the commands of the request: whoever sends learns what came of them. */
  async function addAnswer(reply: CommandReply, project: Project, question: PersonQuestion) {
    const ask = () => answers.ask(project, question);
    const asked = question.segments ? moves.whileAsked(project, question.as, ask) : ask();
    const { userId, ...answer } = await asked;
    return { ...reply, users: { ...reply.users, [question.as]: userId }, ...answer };
  }

  async function findProject(id: string): Promise<Project> {
    const project = await projects.find(id);
    if (project !== undefined) return project;
    throw new HttpProblem(404, 'project_not_found', 'There is no such project.');
  }

  return app;
}

const nothingTaken: CommandReply = { accepted: 0, rejected: [], users: {} };
