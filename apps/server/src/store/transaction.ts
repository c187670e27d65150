import {
  type AccountReads,
  type AccountWrites,
  offerAccountReads,
  offerAccountWrites,
} from './account-transaction.ts';
import { widenActivity } from './activity.ts';
import { findKeyByHash, insertKey, listKeys, revokeKey } from './api-keys.ts';
import { insertAudit, listAudit } from './audit.ts';
import { listCatalogNotes, putCatalogNote } from './catalog-notes.ts';
import {
  appendChanges,
  pruneChanges,
  readChanges,
  readHead,
  readLatestErasure,
  readPruned,
} from './changes.ts';
import { type ClaimReads, type ClaimWrites, offerClaimReads, offerClaimWrites } from './claims.ts';
import {
  type DeletedProjectReads,
  type DeletedProjectWrites,
  offerDeletedProjectReads,
  offerDeletedProjectWrites,
} from './deleted-projects.ts';
import { listEventNames } from './event-names.ts';
import {
  countEvents,
  deleteEvents,
  findEvents,
  insertEvents,
  listEventsOf,
  moveEvents,
  scanEvents,
} from './events.ts';
import { experiences } from './experiences.ts';
import {
  type ExportReads,
  type ExportWrites,
  offerExportReads,
  offerExportWrites,
} from './export-transaction.ts';
import { expireExports } from './exports.ts';
import { deleteIdentities, findNumbers, moveIdentities, putIdentities } from './identities.ts';
import {
  deleteImportChanges,
  eraseFromImports,
  findImportChanges,
  findImportProgress,
  forgetImport,
  insertImportIssues,
  listImportIssues,
  listImportProgress,
  moveImportChanges,
  putImportChanges,
  putImportProgress,
  scanImportChanges,
} from './import-runs.ts';
import {
  deleteImport,
  findEndedImports,
  findImport,
  findImportSettings,
  insertImport,
  listImports,
  updateImport,
} from './imports.ts';
import { joinOffers } from './join-offers.ts';
import { forgetMessageIds, keepNewMessageIds } from './message-ids.ts';
import {
  listSubjects,
  offerPersonalDataReads,
  offerPersonalDataWrites,
  type PersonalDataReads,
  type PersonalDataWrites,
} from './personal-data-transaction.ts';
import {
  countProfiles,
  deleteProfile,
  findProfiles,
  putProfiles,
  scanProfiles,
} from './profiles.ts';
import {
  allocateNumbers,
  findProject,
  insertProject,
  listProjects,
  readDefinitionsRevision,
  updateProject,
} from './projects.ts';
import {
  deleteSegmentSizes,
  findSizedSegments,
  insertSegmentSizes,
  listSegmentSizes,
} from './segment-sizes.ts';
import { segments } from './segments.ts';
import type { Session } from './session.ts';
import { deleteErrorsAbout } from './source-errors.ts';
import {
  offerSourceReads,
  offerSourceWrites,
  type SourceReads,
  type SourceWrites,
} from './source-transaction.ts';
import type { ReadTransaction, WriteTransaction } from './store.ts';
import { findStreams, forgetStreams, putStreams } from './streams.ts';
import { trackedEvents } from './tracked-events.ts';
import { forgetDeliveriesAbout } from './webhook-deliveries.ts';
import {
  offerWebhookReads,
  offerWebhookWrites,
  type WebhookReads,
  type WebhookWrites,
} from './webhook-transaction.ts';
import { offerWorkReads, type WorkReads } from './work-reads.ts';

type OwnReads = Omit<
  ReadTransaction,
  keyof (AccountReads &
    ClaimReads &
    DeletedProjectReads &
    ExportReads &
    PersonalDataReads &
    SourceReads &
    WebhookReads &
    WorkReads)
>;

function offerOwnReads(session: Session): OwnReads {
  return {
    projects: () => listProjects(session),
    project: (id) => findProject(session, id),
    keyByHash: (hash) => findKeyByHash(session, hash),
    keys: (project) => listKeys(session, project),

    findNumbers: (project, identities) => findNumbers(session, project, identities),
    profiles: (project, numbers) => findProfiles(session, project, numbers),
    scanProfiles: (project, after, limit) => scanProfiles(session, project, after, limit),
    countProfiles: (project) => countProfiles(session, project),
    findEvents: (project, number, queries) => findEvents(session, project, number, queries),
    eventsOf: (project, number, limit, position) =>
      listEventsOf(session, project, number, limit, position),
    scanEvents: (project, after, limit) => scanEvents(session, project, after, limit),
    countEvents: (project) => countEvents(session, project),
    eventNames: (project) => listEventNames(session, project),
    streams: (project, ids) => findStreams(session, project, ids),

    definitionsRevision: (project) => readDefinitionsRevision(session, project),
    segments: (project) => segments.list(session, project),
    segment: (project, id) => segments.find(session, project, id),
    segmentVersions: (project, id) => segments.listVersions(session, project, id),
    segmentSizes: (project, id, fromDay) => listSegmentSizes(session, project, id, fromDay),
    sizedSegments: (project, day) => findSizedSegments(session, project, day),

    experiences: (project) => experiences.list(session, project),
    experience: (project, id) => experiences.find(session, project, id),
    experienceVersions: (project, id) => experiences.listVersions(session, project, id),
    catalogNotes: (project) => listCatalogNotes(session, project),

    trackedEvents: (project) => trackedEvents.list(session, project),
    trackedEvent: (project, id) => trackedEvents.find(session, project, id),
    trackedEventVersions: (project, id) => trackedEvents.listVersions(session, project, id),
    imports: (project) => listImports(session, project),
    import: (project, id) => findImport(session, project, id),
    importSettings: (number) => findImportSettings(session, number),
    endedImports: (numbers) => findEndedImports(session, numbers),
    importProgress: (number) => findImportProgress(session, number),
    importProgresses: (project) => listImportProgress(session, project),
    importIssues: (number, after) => listImportIssues(session, number, after),
    importChanges: (pairs) => findImportChanges(session, pairs),
    scanImportChanges: (importNumber, after, limit) =>
      scanImportChanges(session, importNumber, after, limit),

    audit: (project, limit, before) => listAudit(session, project, limit, before),

    changes: (after, limit) => readChanges(session, after, limit),
    oldestPosition: () => readPruned(session),
    latestErasure: () => readLatestErasure(session),
    headPosition: () => readHead(session),
  };
}

type OwnWrites = Omit<
  WriteTransaction,
  | keyof ReadTransaction
  | keyof (AccountWrites &
      ClaimWrites &
      DeletedProjectWrites &
      ExportWrites &
      PersonalDataWrites &
      SourceWrites &
      WebhookWrites)
>;

function offerOwnWrites(session: Session): OwnWrites {
  return {
    insertProject: (project) => insertProject(session, project),
    updateProject: (project) => updateProject(session, project),
    insertKey: (key) => insertKey(session, key),
    revokeKey: (project, id, at) => revokeKey(session, project, id, at),

    allocateNumbers: (project, count) => allocateNumbers(session, project, count),
    putIdentities: (project, entries) => putIdentities(session, project, entries),
    putProfiles: (project, documents) => putProfiles(session, project, documents),
    widenActivity: (project, activities) => widenActivity(session, project, activities),
    keepNewMessageIds: (project, messageIds) => keepNewMessageIds(session, project, messageIds),
    forgetMessageIds: (project, messageIds) => forgetMessageIds(session, project, messageIds),
    putStreams: (project, streams) => putStreams(session, project, streams),
    forgetStreams: (heardBefore, limit) => forgetStreams(session, heardBefore, limit),
    insertEvents: (project, events) => insertEvents(session, project, events),
    async mergeInto(project, from, to) {
      if (from === to) return;
      await moveEvents(session, project, from, to);
      await moveIdentities(session, project, from, to);
      await moveImportChanges(session, project, from, to);
      await deleteProfile(session, project, from);
    },
    async erase(project, number) {
      await deleteErrorsAbout(session, project, await listSubjects(session, project, number));
      await forgetDeliveriesAbout(session, project, number);
      await expireExports(session, project);
      await deleteEvents(session, project, number);
      await deleteIdentities(session, project, number);
      await eraseFromImports(session, project, number);
      await deleteProfile(session, project, number);
    },
    appendChanges: (changes) => appendChanges(session, changes),
    pruneChanges: (position) => pruneChanges(session, position),

    insertSegment: (segment) => segments.insert(session, segment),
    updateSegment: (segment, expectedVersion) => segments.update(session, segment, expectedVersion),
    async deleteSegment(project, id) {
      await deleteSegmentSizes(session, project, id);
      return segments.delete(session, project, id);
    },
    insertSegmentSizes: (project, sizes) => insertSegmentSizes(session, project, sizes),
    insertSegmentVersion: (project, version) => segments.insertVersion(session, project, version),

    insertExperience: (experience) => experiences.insert(session, experience),
    updateExperience: (experience, expected) => experiences.update(session, experience, expected),
    deleteExperience: (project, id) => experiences.delete(session, project, id),
    insertExperienceVersion: (project, version) =>
      experiences.insertVersion(session, project, version),

    putCatalogNote: (project, note) => putCatalogNote(session, project, note),
    insertTrackedEvent: (trackedEvent) => trackedEvents.insert(session, trackedEvent),
    updateTrackedEvent: (trackedEvent, expected) =>
      trackedEvents.update(session, trackedEvent, expected),
    deleteTrackedEvent: (project, id) => trackedEvents.delete(session, project, id),
    insertTrackedEventVersion: (project, version) =>
      trackedEvents.insertVersion(session, project, version),
    insertImport: (row, settings) => insertImport(session, row, settings),
    updateImport: (row, settings) => updateImport(session, row, settings),
    deleteImport: (number) => deleteImport(session, number),
    putImportProgress: (number, progress) => putImportProgress(session, number, progress),
    insertImportIssues: (number, issues) => insertImportIssues(session, number, issues),
    putImportChanges: (changes) => putImportChanges(session, changes),
    deleteImportChanges: (importNumber, numbers) =>
      deleteImportChanges(session, importNumber, numbers),
    forgetImport: (importNumber) => forgetImport(session, importNumber),

    insertAudit: (entry) => insertAudit(session, entry),
  };
}

const reads = [
  offerOwnReads,
  offerAccountReads,
  offerSourceReads,
  offerWebhookReads,
  offerClaimReads,
  offerDeletedProjectReads,
  offerExportReads,
  offerPersonalDataReads,
  offerWorkReads,
] as const;

/** Everything that can be read in a session. */
export const offerReads: (session: Session) => ReadTransaction = joinOffers(...reads);

/** Everything that can be read and written in a session. */
export const offerWrites: (session: Session) => WriteTransaction = joinOffers(
  ...reads,
  offerOwnWrites,
  offerAccountWrites,
  offerSourceWrites,
  offerWebhookWrites,
  offerClaimWrites,
  offerDeletedProjectWrites,
  offerExportWrites,
  offerPersonalDataWrites,
);
