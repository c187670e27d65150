import { projectId, type RunningServer } from '../../../apps/server/test/muster-process.ts';

let made = 0;

/** Makes a banner or survey for a segment and publishes it; every third is for some pages alone. */
export async function publishExperience(server: RunningServer, segmentId: string): Promise<void> {
  made += 1;
  const path = `/api/projects/${projectId}/experiences`;
  const isSurvey = made % 4 === 0;
  const urls = [{ operator: 'startsWith', value: `/catalog/section-${made % 2}` }];
  const { id, version } = await server.call<{ id: string; version: number }>('POST', path, {
    name: `Experience ${made}`,
    type: isSurvey ? 'survey' : 'banner',
    steps: [
      {
        id: 'one',
        title: 'Hello {name | there}',
        body: `You are on **{plan | our}** plan. [See what is new](/news/${made}) in *version ${made}*.`,
        buttons: [{ label: 'Go on', action: 'next' }],
        ...(isSurvey && { question: { kind: 'nps' } }),
      },
    ],
    target: {
      who: { type: 'segments', segmentIds: [segmentId] },
      where: { urls: made % 3 === 0 ? urls : [] },
      when: { priority: made % 100, repeat: { type: 'always' } },
    },
  });
  await server.call('PATCH', `${path}/${id}`, { status: 'live' }, { 'if-match': String(version) });
}
