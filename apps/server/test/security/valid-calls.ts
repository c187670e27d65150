import { password } from '../http/people.ts';
import { type Ground, payers } from './ground.ts';

/** What goes into a call so that it is answered as it is asked. */
export interface ValidCall {
  /** Beside the id of the project. */
  path?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A form as its bytes: Node's own stream of one fails when it is left half-read. */
export async function packForm(
  form: FormData,
): Promise<Required<Pick<ValidCall, 'headers' | 'body'>>> {
  const packed = new Response(form);
  const headers = { 'content-type': packed.headers.get('content-type') ?? '' };
  return { headers, body: new Uint8Array(await packed.arrayBuffer()) };
}

const nothing = async (): Promise<ValidCall> => ({});
const withBody = (body: unknown) => async (): Promise<ValidCall> => ({ body });
const withQuery = (query: Record<string, string>) => async (): Promise<ValidCall> => ({ query });

const event = { source: 'api', name: 'Paid' };
const attribute = { source: 'custom', key: 'plan' };
const firstVersion = { 'if-match': '"1"' };
const message = { type: 'track', userId: 'ada', event: 'Paid' };

/**
 * Of every call of the OpenAPI document one that is valid, about a subject of its own, so that calls
 * that change or delete it can be made in any order. A call that joins the document joins this list.
 */
export function createValidCalls(ground: Ground): Record<string, () => Promise<ValidCall>> {
  const ofUser = async () => ({ path: { userId: await ground.makeUser() } });
  const ofMember = async () => ({ path: { memberId: (await ground.makeMember()).id } });
  const ofKey = async () => ({ path: { keyId: (await ground.makeKey()).id } });
  const ofDelivery = async () => ({ path: await ground.makeDelivery() });
  const ofSourceError = async () => ({ path: await ground.makeSourceError() });
  const ofInvitation = async () => ({
    path: { invitationId: (await ground.makeInvitation()).id },
  });
  const ofSegment =
    (more: ValidCall = {}) =>
    async () => ({
      ...more,
      path: { segmentId: (await ground.makeSegment()).id },
    });
  const ofExperience =
    (more: ValidCall = {}) =>
    async () => ({
      ...more,
      path: { experienceId: (await ground.makeExperience()).id },
    });
  const ofTrackedEvent =
    (more: ValidCall = {}) =>
    async () => ({
      ...more,
      path: { trackedEventId: (await ground.makeTrackedEvent()).id },
    });
  const ofSource =
    (more: ValidCall = {}) =>
    async () => ({
      ...more,
      path: { sourceId: (await ground.makeSource()).id },
    });
  const ofWebhook =
    (more: ValidCall = {}) =>
    async () => ({
      ...more,
      path: { webhookId: (await ground.makeWebhook()).id },
    });
  const ofImport =
    (more: ValidCall = {}) =>
    async () => ({
      ...more,
      path: { importId: (await ground.makeImport()).id },
    });
  const ofRunImport = async () => ({ path: { importId: (await ground.makeRunImport()).id } });
  const ofExport = (isRun: boolean) => async () => ({
    path: { exportId: (await ground.makeExport({ isRun })).id },
  });
  const ofLink = (more: object) => async () => {
    const { path } = await ground.makeInvitation();
    return { body: { token: path.slice(path.indexOf('#') + 1), ...more } };
  };
  const toSource =
    (more: object = {}) =>
    async () => ({
      path: { key: (await ground.makeSource()).access.key, ...more },
      body: message,
    });

  return {
    countAudience: withBody({ conditions: payers }),
    listAudience: withBody({ conditions: payers, columns: ['attributes.plan'], limit: 2 }),
    breakDownAudience: withBody({ conditions: payers }),
    exportAudience: withQuery({ conditions: JSON.stringify(payers), format: 'csv' }),
    listSegments: withQuery({ audience: 'count' }),
    createSegment: withBody({ name: 'Mine', conditions: payers }),
    getSegment: ofSegment({ query: { audience: 'count' } }),
    changeSegment: ofSegment({ headers: firstVersion, body: { name: 'Mine' } }),
    deleteSegment: ofSegment({ headers: firstVersion }),
    restoreSegment: ofSegment({ headers: firstVersion, body: { version: 1 } }),
    duplicateSegment: ofSegment(),
    listSegmentSizes: ofSegment({ query: { days: '7' } }),
    listSegmentVersions: ofSegment(),
    exportSegmentUsers: ofSegment({ query: { format: 'ndjson' } }),
    assessImpact: ofSegment({ body: { conditions: payers } }),
    foretellSegment: ofSegment(),
    async compareSegments() {
      const [one, other] = [await ground.makeSegment(), await ground.makeSegment()];
      return { path: { segmentId: one.id, otherId: other.id } };
    },
    async watch() {
      return { query: { segments: (await ground.makeSegment()).id } };
    },

    listExperiences: nothing,
    createExperience: withBody({ name: 'Mine', type: 'banner' }),
    previewExperience: withBody({ type: 'banner', steps: [{ id: 'one', title: 'Hello' }] }),
    getExperience: ofExperience(),
    changeExperience: ofExperience({ headers: firstVersion, body: { name: 'Mine' } }),
    deleteExperience: ofExperience({ headers: firstVersion }),
    restoreExperience: ofExperience({ headers: firstVersion, body: { version: 1 } }),
    duplicateExperience: ofExperience(),
    listExperienceVersions: ofExperience(),
    analyseExperience: ofExperience({
      body: { filter: { type: 'conditions', conditions: payers } },
    }),
    listExperienceAnswers: ofExperience({ body: { stepId: 'nps' } }),
    exportExperienceAnalytics: ofExperience({ query: { content: 'answers' } }),

    listSources: nothing,
    createSource: withBody({ kind: 'segment', name: 'Mine' }),
    previewSource: withBody({ kind: 'segment', payload: JSON.stringify(message) }),
    listSourcePresets: nothing,
    getSource: ofSource(),
    changeSource: ofSource({ headers: firstVersion, body: { name: 'Changed' } }),
    deleteSource: ofSource(),
    getSourceAccess: ofSource(),
    rotateSource: ofSource({ body: { what: 'key' } }),
    listSourceErrors: ofSource(),
    deleteSourceError: ofSourceError,
    replaySourceError: ofSourceError,
    listSourceDeliveries: ofSource(),

    listTrackedEvents: nothing,
    async createTrackedEvent() {
      const { codeName } = await ground.makeTrackedEvent();
      return { body: { name: 'Mine', codeName: `${codeName}_2` } };
    },
    getTrackedEvent: ofTrackedEvent(),
    changeTrackedEvent: ofTrackedEvent({ headers: firstVersion, body: { name: 'Mine' } }),
    deleteTrackedEvent: ofTrackedEvent({ headers: firstVersion }),
    restoreTrackedEvent: ofTrackedEvent({ headers: firstVersion, body: { version: 1 } }),
    listTrackedEventVersions: ofTrackedEvent(),
    async openPicker() {
      return { headers: { origin: 'http://localhost' }, body: { url: 'https://shop.test/' } };
    },

    getCatalog: nothing,
    changeCatalogNote: withBody({ subject: { type: 'attribute', ...attribute }, hidden: false }),
    listValues: withQuery(attribute),
    listEventProperties: withQuery(event),
    listPropertyValues: withQuery({ ...event, key: 'total' }),
    listEventVolumes: nothing,
    async getCatalogEvent() {
      await ground.makeUser();
      return { query: event };
    },
    listOccurrences: withQuery({ ...event, limit: '3' }),
    async getCatalogAttribute() {
      await ground.makeUser();
      return { query: attribute };
    },
    removeAttribute: withBody({ source: 'custom', key: 'unused' }),

    listImports: nothing,
    async createImport() {
      return {
        query: { fileName: 'people.csv' },
        headers: { 'content-type': 'text/csv' },
        body: 'id,plan\nada,Pro\n',
      };
    },
    async importCsv() {
      const body = new FormData();
      body.append('csvIdentifierColumn', 'id');
      body.append('file', new File(['id,plan\nada,Pro\n'], 'crm.csv', { type: 'text/csv' }));
      return packForm(body);
    },
    getImport: ofImport(),
    changeImport: ofImport({ body: { name: 'Mine' } }),
    deleteImport: ofImport(),
    previewImport: ofImport(),
    validateImport: ofImport(),
    runImport: ofImport(),
    cancelImport: ofImport(),
    undoImport: ofRunImport,
    getImportReport: ofRunImport,

    startExport: withBody({ conditions: payers, format: 'csv' }),
    listExports: nothing,
    getExport: ofExport(true),
    deleteExport: ofExport(true),
    cancelExport: ofExport(false),
    downloadExport: ofExport(true),

    getUser: ofUser,
    eraseUser: ofUser,
    exportUser: ofUser,
    listUserEvents: ofUser,
    getUserSegments: ofUser,
    async explainMembership() {
      const segmentId = (await ground.makeSegment()).id;
      return { path: { userId: await ground.makeUser(), segmentId } };
    },
    listUserExperiences: ofUser,
    async changeTags() {
      return { body: { users: [{ id: await ground.makeUser() }], add: ['vip'] } };
    },
    async eraseUsers() {
      return { body: { users: [{ id: await ground.makeUser() }] } };
    },

    createProject: withBody({ name: 'Mine' }),
    getProject: nothing,
    // As it should be, all but the name: there must be a project for the calls that follow.
    deleteProject: async () => ({ body: { name: 'Not its name' } }),
    changeProject: withBody({ name: 'Mine' }),
    getIdentifyVerification: nothing,
    rotateIdentifySecret: withBody({}),
    previewEventRetention: withQuery({ days: '30' }),
    listKeys: nothing,
    createKey: withBody({ name: 'Mine', scope: 'read' }),
    revokeKey: ofKey,
    listMembers: nothing,
    invite: withBody({ email: 'somebody@example.com', role: 'viewer' }),
    revokeInvitation: ofInvitation,
    async changeMember() {
      return { ...(await ofMember()), body: { role: 'editor' } };
    },
    removeMember: ofMember,
    listAudit: nothing,

    listWebhooks: nothing,
    createWebhook: withBody({ url: 'https://example.com/', events: ['segment.created'] }),
    changeWebhook: ofWebhook({ body: { description: 'Mine' } }),
    deleteWebhook: ofWebhook(),
    rotateWebhookSecret: ofWebhook({ body: {} }),
    testWebhook: ofWebhook(),
    replayFailedDeliveries: ofWebhook({ body: { since: '2026-03-01T00:00:00Z' } }),
    listWebhookDeliveries: ofWebhook(),
    getWebhookDelivery: ofDelivery,
    replayWebhookDelivery: ofDelivery,

    getSession: nothing,
    async signIn() {
      const { email } = await ground.makeMember();
      return { body: { email, password } };
    },
    signOut: nothing,
    changeAccount: withBody({ name: 'Mine' }),
    changePassword: withBody({ current: password, password: `${password} again` }),
    lookAtLink: ofLink({}),
    join: ofLink({ name: 'Newcomer', password }),

    health: nothing,
    readiness: nothing,
    metrics: nothing,

    ingest: withBody(message),
    sendSdkCommands: withBody({ as: 'browser-000000000000000000000', ask: ['segments'] }),
    watchMoves: withBody({ as: 'browser-000000000000000000000' }),
    async getLiveDefinitions() {
      return { path: { stamp: 'none' } };
    },
    receiveFromSource: toSource(),
    receiveFromLibrary: toSource({ type: 'track' }),
    async receiveFromSegmentLibrary() {
      return { path: { type: 'track' }, body: message };
    },
    receiveFromSegment: withBody(message),
    receiveFromJimoCloud: withBody({ userId: 'ada', traits: { plan: 'Pro' } }),
    verifyJimoCloudKey: nothing,
  };
}
