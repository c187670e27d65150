/**
 * Stores as released versions wrote them: the rows of each schema, in the SQL of that time. A row
 * here is never edited, only added: who changes a format must migrate what these hold.
 */
export interface Release {
  /** How many migrations that version knew. */
  migrations: number;
  /** `bytes` writes bytes, given in hex, as the engine reads them. */
  statements(bytes: (hex: string) => string): string[];
}

const first: Release = {
  migrations: 1,
  statements: (bytes) => [
    `insert into projects (number, id, next_number, events, document) values
        (1, 'shop', 4, 2, '{"name":"Shop","timeZone":"Europe/Paris","createdAt":1743336000000}')`,
    `insert into api_keys (project, id, hash, document) values (1, 'key-1', 'aa',
        '{"name":"Server","prefix":"mk_1","scope":"write","createdAt":1743336000000}')`,
    `insert into profiles (project, number, document) values
        (1, 1, '{"userId":"ada","name":["Ada",0],"created":1743336000000,"sessions":2,"tags":["vip"],"attributes":["plan","pro",0,"gone",null,1,"cities",["Paris"],0],"traits":["seats",5,1],"interactions":["tour",1743336000000,null],"answers":["poll/1","yes",1743336000000],"imports":["import-1"],"stamps":[["API",1743336000000],["CSV: people.csv",1743336000001]]}'),
        (1, 3, '{"anonymousId":"browser","created":1743336000000,"sessions":0,"tags":[],"attributes":[],"traits":[],"interactions":[],"answers":[],"imports":[],"stamps":[]}')`,
    `insert into identities (project, kind, id, number) values
        (1, 'user', 'ada', 1), (1, 'anonymous', 'browser', 3)`,
    `insert into events
        (project, number, source, name, timestamp, message_key, message_id, properties) values
        (1, 1, 'api', 'purchase', 1743336000000, 'm1', null, '["amount",12.5,"items",["a"]]'),
        (1, 3, 'app', 'view', 1743336000001, '\\#p2uNGTBTTD0tTUWsrSZit5DVHzbQdDqOWpWKDRcSKS8',
          'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy', '[]')`,
    `insert into message_ids (project, id) values
        (1, ${bytes('026d31')}), (1, ${bytes('010190a5b21c3d7e4f8a9b0c1d2e3f4a5b')}),
        (1, ${bytes('03a76b8d1930534c3d2d4d45acad2662b7')})`,
    `insert into event_names (project, source, name) values
        (1, 'api', 'purchase'), (1, 'app', 'view')`,
    `insert into changes (position, project, type, body) values
        (7, 1, 'profiles', '[1,3]'),
        (8, 1, 'events', '[[1,"api","purchase",1743336000000,"m1",["amount",12.5]]]'),
        (9, 1, 'merge', '[2,1]')`,
    'update change_log set head = 9, pruned = 6',
    `insert into segments (project, id, version, document) values (1, 'payers', 2,
        '{"name":"Payers","description":"","conditions":{"type":"group","match":"all","children":[]},"createdAt":1743336000000,"createdBy":"ada","updatedAt":1743336000000,"updatedBy":"ada"}')`,
    `insert into segment_versions (project, segment, version, document) values (1, 'payers', 1,
        '{"name":"Old","description":"","conditions":{},"at":1743336000000,"by":"ada"}')`,
    `insert into audit (project, document) values
        (1, '{"at":1743336000000,"by":"ada","action":"segment.created","subject":"payers"}')`,
  ],
};

const streams: Release = {
  migrations: 2,
  statements: (bytes) => [
    ...first.statements(bytes),
    `insert into streams (project, id, seq, heard) values
      (1, 'q8ZkT1mB0uYc3Wv5xRdLsA', 17, 1743336000000)`,
  ],
};

const accounts: Release = {
  migrations: 3,
  statements: (bytes) => [
    ...streams.statements(bytes),
    `insert into accounts (id, email, document) values ('acc_ada', 'ada@example.com',
      '{"email":"Ada@example.com","name":"Ada","passwordHash":"$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA","createdAt":1743336000000,"lastSignInAt":1743336000001}')`,
    `insert into members (project, account, document) values (1, 'acc_ada',
      '{"role":"admin","addedAt":1743336000000,"addedBy":"first start"}')`,
    `insert into login_sessions (hash, account, expires, document) values
      ('bb', 'acc_ada', 1743336000002, '{"createdAt":1743336000000}')`,
    `insert into invitations (hash, id, project, expires, document) values
      ('cc', 'inv_1', 1, 1743336000003,
      '{"email":"eve@example.com","role":"viewer","createdAt":1743336000000,"createdBy":"Ada (Ada@example.com)","createdById":"acc_ada"}')`,
  ],
};

const segmentSizes: Release = {
  migrations: 4,
  statements: (bytes) => [
    ...accounts.statements(bytes),
    `insert into segment_sizes (project, segment, day, count) values
      (1, 'payers', '2025-03-30', 17)`,
  ],
};

const experiences: Release = {
  migrations: 5,
  statements: (bytes) => [
    ...segmentSizes.statements(bytes),
    `insert into experiences (project, id, version, document) values (1, 'poll', 2,
      '{"type":"survey","name":"Poll","status":"live","steps":[{"id":"nps","title":"Hello {name}","body":"","buttons":[],"question":{"kind":"nps","required":true}}],"theme":{"accent":"#4f46e5","background":null,"text":null,"radius":12,"position":"bottom-right","mode":"auto"},"target":{"showOn":{"type":"open","delaySeconds":0},"where":{"devices":["desktop","tablet","mobile"],"match":"any","urls":[]},"who":{"type":"segments","segmentIds":["payers"]},"when":{"start":null,"end":null,"repeat":{"type":"once"},"priority":50,"ignoresRateLimit":false}},"publishedAt":1743336000000,"createdAt":1743336000000,"createdBy":"ada","updatedAt":1743336000000,"updatedBy":"ada"}')`,
    `insert into experience_versions (project, experience, version, document) values (1, 'poll', 1,
      '{"name":"Poll","status":"draft","steps":[],"theme":{"accent":"#4f46e5","background":null,"text":null,"radius":12,"position":"bottom-right","mode":"auto"},"target":{"showOn":{"type":"manual"},"where":{"devices":["desktop"],"match":"any","urls":[]},"who":{"type":"everyone"},"when":{"start":null,"end":null,"repeat":{"type":"once"},"priority":50,"ignoresRateLimit":false}},"at":1743336000000,"by":"ada"}')`,
  ],
};

const activity: Release = {
  migrations: 6,
  statements: (bytes) => [
    ...experiences.statements(bytes),
    `insert into activity (project, number, first_seen, last_activity) values
      (1, 1, 1743336000001, 1743336000002)`,
  ],
};

const catalogNotes: Release = {
  migrations: 7,
  statements: (bytes) => [
    ...activity.statements(bytes),
    `insert into catalog_notes (project, id, document) values (1,
      '5ad1',
      '{"subject":{"type":"attribute","source":"custom","key":"plan"},"hidden":true,"description":"Ours"}')`,
  ],
};

const webhooks: Release = {
  migrations: 8,
  statements: (bytes) => [
    ...catalogNotes.statements(bytes),
    `insert into webhooks (project, id, document) values (1, 'wh_1',
      '{"url":"https://example.com/hook","description":"CRM","events":["segment.created"],"secret":"whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD","createdAt":1743336000000,"createdBy":"ada","updatedAt":1743336000000,"updatedBy":"ada"}')`,
    `insert into webhook_deliveries (project, webhook, state, at, due, person, document) values
      (1, 'wh_1', 'waiting', 1743336000000, 1743336000005, 'user:ada',
      '{"id":"msg_1","type":"segment.created","subject":"payers","payload":"{}","attempts":[{"at":1743336000000,"status":500,"durationMs":7,"response":"no"}],"tries":1}')`,
  ],
};

const sources: Release = {
  migrations: 9,
  statements: (bytes) => [
    ...webhooks.statements(bytes),
    `insert into sources (project, id, key, version, document) values (1, 'src_1', 'k', 1,
        '{"kind":"segment","name":"Segment","logo":"segment","isPaused":false,"signature":"none","createsUsers":true,"createdAt":1743336000000,"createdBy":"ada","updatedAt":1743336000000,"updatedBy":"ada"}')`,
    `insert into source_records (project, source, document) values (1, 'src_1',
        '{"counts":{"requests":1,"refusedRequests":0,"accepted":1,"duplicates":0,"rejected":0},"deliveries":[]}')`,
    `insert into source_errors (project, source, document) values (1, 'src_1',
        '{"receivedAt":1743336000000,"refusals":[],"payload":"{}","isCut":false,"attempts":0}')`,
    `insert into source_error_subjects (project, kind, id, error) values (1, 'user', 'ada', 1)`,
  ],
};

const trackedEvents: Release = {
  migrations: 10,
  statements: (bytes) => [
    ...sources.statements(bytes),
    `insert into tracked_events (project, id, version, document) values (1, 'exported', 2,
      '{"name":"Export","codeName":"export_clicked","description":"","status":"live","match":"all","conditions":[{"type":"clicked","selector":"#export"}],"publishedAt":1743336000000,"createdAt":1743336000000,"createdBy":"ada","updatedAt":1743336000000,"updatedBy":"ada"}')`,
    `insert into tracked_event_versions (project, tracked_event, version, document) values (1, 'exported', 1,
      '{"name":"Export","codeName":"export_clicked","description":"","status":"draft","match":"all","conditions":[],"at":1743336000000,"by":"ada"}')`,
  ],
};

const imports: Release = {
  migrations: 11,
  statements: (bytes) => [
    ...trackedEvents.statements(bytes),
    `insert into imports (project, id, status, document, settings) values (1, 'import-1', 'done',
      '{"name":"people.csv","description":"","fileName":"people.csv","fileBytes":40,"contentHash":"ab","totalRows":2,"createdAt":1743336000000,"createdBy":"ada","startedAt":1743336000001,"endedAt":1743336000002}',
      '{"detected":{"encoding":"utf-8","delimiter":",","quote":"\\""},"format":{"encoding":"utf-8","delimiter":",","quote":"\\""},"columns":[{"name":"id","samples":["ada"],"kind":"string","filled":2}],"warnings":[],"identifier":{"column":0,"matches":"id"},"targets":[{"type":"skip"}],"options":{"createUsers":true,"updateUsers":true,"blanks":"keep","segment":null}}')`,
    `insert into import_progress
      (import, row, created, updated, unchanged, skipped, refused, issues) values
      (1, 2, 0, 1, 0, 0, 1, 1)`,
    `insert into import_issues (import, row, document) values
      (1, 2, '[[2,"id","","The User ID is blank.","row"]]')`,
    `insert into import_changes (import, number, document) values
      (1, 1, '{"native":[],"attributes":[["gone",["yes","API",1743336000000]]]}'), (1, 3, '')`,
  ],
};

const exportFiles: Release = {
  migrations: 12,
  statements: (bytes) => [
    ...imports.statements(bytes),
    `insert into exports (project, id, document) values (1, 'export-1',
      '{"fileName":"users.csv","format":"csv","columns":["id"],"whom":{"segmentId":"payers"},"state":"done","attempt":1,"users":2,"ofUsers":2,"bytes":40,"createdAt":1743336000000,"createdBy":"ada","endedAt":1743336000001,"expiresAt":1743336000002}')`,
  ],
};

const processes: Release = {
  migrations: 13,
  statements: (bytes) => [
    ...exportFiles.statements(bytes),
    `insert into leases (name, holder, fence, until, note) values
      ('index', 'd5c6a1f0-0c5e-4c0e-9a57-0e6f3b2f8f11', 3, 1743336000000, '{}')`,
    `insert into claims (person, experience, token, at) values ('1 3', 'tour', 't', 1743336000000)`,
  ],
};

const toldMembers: Release = {
  migrations: 14,
  statements: (bytes) => [
    ...processes.statements(bytes),
    `insert into told_projects (project, revision, position, at, time_zone) values
      (1, 5, 8, 1743336000000, 'UTC')`,
    `insert into told_segments (project, segment, meaning) values (1, 'payers', 'm')`,
    `insert into told_members (project, segment, part, bits) values (1, 'payers', 0, ${bytes('08')})`,
  ],
};

const definitionsRevision: Release = {
  migrations: 15,
  statements: (bytes) => [
    ...toldMembers.statements(bytes),
    'update projects set definitions = 7 where number = 1',
  ],
};

const deletedProjects: Release = {
  migrations: 16,
  statements: (bytes) => [
    ...definitionsRevision.statements(bytes),
    `insert into deleted_projects (number, id, removed, document) values
      (2, 'gone', null, '{"name":"Gone","at":1743336000000,"by":"ada"}'),
      (3, 'removed', 1743336000002, '{"name":"Removed","at":1743336000001,"by":"ada"}')`,
  ],
};

export const releases: Release[] = [
  first,
  streams,
  accounts,
  segmentSizes,
  experiences,
  activity,
  catalogNotes,
  webhooks,
  sources,
  trackedEvents,
  imports,
  exportFiles,
  processes,
  toldMembers,
  definitionsRevision,
  deletedProjects,
];

/**
 * A document as releases 1 to 5 wrote it for a user who was active, with texts that look like members
 * and a character that PostgreSQL's JSON cannot hold.
 */
export const activeDocument =
  '{"userId":"eve","firstSeen":-5,"lastActivity":1743336000007,"created":1743336000000,"sessions":0,"tags":["\\u0000","\\"firstSeen\\":1,"],"attributes":["firstSeen",3,0],"traits":[],"interactions":[],"answers":[],"imports":[],"stamps":[["API",1743336000000]]}';
