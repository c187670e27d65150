// The one way into this package. Exports are listed by name: what is not here is the package's own.
export {
  countAudienceRoute,
  listAudienceRoute,
  type Sort,
  type SortField,
  sortFields,
} from './audience.ts';
export { type AuditEntryBody, listAuditRoute } from './audit.ts';
export {
  type CatalogBody,
  type CatalogKeyBody,
  type CatalogValuesBody,
  getCatalogRoute,
  listEventPropertiesRoute,
  listPropertyValuesRoute,
  listValuesRoute,
} from './catalog.ts';
export {
  type AttributeDetailBody,
  type EventDetailBody,
  type EventVolumeBody,
  type EventVolumesBody,
  getAttributeRoute,
  getEventRoute,
  listEventVolumesRoute,
  listOccurrencesRoute,
  type OccurrenceBody,
} from './catalog-details.ts';
export { type CatalogSubject, changeNoteRoute, removeAttributeRoute } from './catalog-notes.ts';
export { emailSchema } from './email.ts';
export {
  type AnalyticsBody,
  type AnalyticsDayBody,
  type AnalyticsWish,
  type AnswerBody,
  analyseExperienceRoute,
  exportAnalyticsRoute,
  listAnswersRoute,
  type QuestionResultBody,
} from './experience-analytics.ts';
export {
  addressSchema,
  type ExperienceQuestion,
  type ExperienceTheme,
  type ExperienceType,
  experienceTypes,
  isSafeAddress,
} from './experience-content.ts';
export { type PreviewedDraft, previewExperienceRoute } from './experience-preview.ts';
export {
  deviceNames,
  type ExperienceRule,
  type TargetBody,
  type WhoBody,
} from './experience-target.ts';
export {
  changeExperienceRoute,
  createExperienceRoute,
  deleteExperienceRoute,
  duplicateExperienceRoute,
  type ExperienceBody,
  type ExperienceChange,
  type ExperienceStatus,
  type ExperienceStepBody,
  type ExperienceSummaryBody,
  type ExperienceVersionBody,
  experienceParams,
  getExperienceRoute,
  listExperiencesRoute,
  listExperienceVersionsRoute,
  type NewExperience,
  restoreExperienceRoute,
} from './experiences.ts';
export {
  cancelExportRoute,
  deleteExportRoute,
  downloadExportRoute,
  type ExportBody,
  getExportRoute,
  listExportsRoute,
  startExportRoute,
} from './export-jobs.ts';
export { exportAudienceRoute, exportSegmentRoute, exportUserRoute } from './exports.ts';
export { healthRoute, metricsRoute, type ReadinessBody, readinessRoute } from './health.ts';
export {
  type ImportFormat,
  type ImportNotation,
  type ImportTarget,
  importEncodings,
  importNotations,
} from './import-settings.ts';
export {
  cancelImportRoute,
  changeImportRoute,
  createImportRoute,
  deleteImportRoute,
  getImportRoute,
  type ImportBody,
  type ImportChange,
  type ImportIssueBody,
  type ImportSummaryBody,
  importCsvRoute,
  importReportRoute,
  listImportsRoute,
  previewImportRoute,
  runImportRoute,
  undoImportRoute,
  validateImportRoute,
} from './imports.ts';
export {
  jimoCloudKeyRoute,
  jimoCloudUserRoute,
  segmentDestinationRoute,
  segmentLibraryRoute,
  sourceLibraryRoute,
  sourceWebhookRoute,
} from './incoming.ts';
export { webhookRoute } from './ingest.ts';
export {
  assessImpactRoute,
  breakDownAudienceRoute,
  compareSegmentsRoute,
  foretellSegmentRoute,
} from './insights.ts';
export { invalidNow } from './instant.ts';
export { type JoinBody, joinRoute, lookAtLinkRoute } from './join.ts';
export { createKeyRoute, type KeyBody, listKeysRoute, revokeKeyRoute } from './keys.ts';
export { type LiveEvents, liveRoute } from './live.ts';
export {
  changeMemberRoute,
  type InvitationBody,
  inviteRoute,
  listMembersRoute,
  type MemberBody,
  removeMemberRoute,
  revokeInvitationRoute,
} from './members.ts';
export type { ProblemDocument } from './problem.ts';
export {
  createProjectRoute,
  deleteProjectRoute,
  getProjectRoute,
  type OwnProjectBody,
  type ProjectBody,
  patchProjectRoute,
  type RateLimit,
  type RoleBody,
} from './project.ts';
export { type LongerWindowBody, previewRetentionRoute } from './retention.ts';
export type { Route, RouteScope } from './route.ts';
export {
  type ExperienceAction,
  experienceActions,
  type LiveDefinitionsBody,
  type SdkCommand,
  type SdkReplyBody,
  type SdkRequestBody,
  sdkCommandsRoute,
  sdkDefinitionsRoute,
  sdkMovesRoute,
} from './sdk.ts';
export { listSegmentSizesRoute, restoreSegmentRoute } from './segment-history.ts';
export {
  changeSegmentRoute,
  createSegmentRoute,
  deleteSegmentRoute,
  duplicateSegmentRoute,
  getSegmentRoute,
  listSegmentsRoute,
  listSegmentVersionsRoute,
  type NewSegment,
  type SegmentBody,
  type SegmentChange,
  type SegmentSummaryBody,
  type SegmentVersionBody,
  type UseBody,
} from './segments.ts';
export {
  changeAccountRoute,
  changePasswordRoute,
  getSessionRoute,
  passwordSchema,
  type SessionBody,
  signInRoute,
  signOutRoute,
} from './session.ts';
export {
  type PickerItem,
  type ShownExperience,
  type ShownExperienceBody,
  type ShownStep,
  shownExperienceSchema,
  type TextNode,
  type TextNodeName,
  type TrackerItem,
} from './shown-experience.ts';
export {
  deleteSourceErrorRoute,
  listSourceDeliveriesRoute,
  listSourceErrorsRoute,
  listSourcePresetsRoute,
  type PreviewedSourceItem,
  previewSourceRoute,
  replaySourceErrorRoute,
  type SourceDeliveryBody,
  type SourceErrorBody,
  type SourcePresetBody,
} from './source-errors.ts';
export {
  conversionNames,
  jsonPathSchema,
  type SourceMapping,
  sourceMappingSchema,
  type ValueMapping,
} from './source-mapping.ts';
export {
  changeSourceRoute,
  createSourceRoute,
  deleteSourceRoute,
  getSourceAccessRoute,
  getSourceRoute,
  listSourcesRoute,
  type NewSource,
  rotateSourceRoute,
  type SignatureScheme,
  type SourceAccessBody,
  type SourceBody,
  type SourceChange,
  type SourceKind,
  type SourceLogo,
  signatureSchemes,
  sourceKinds,
  sourceLogos,
} from './sources.ts';
export {
  changeTrackedEventRoute,
  createTrackedEventRoute,
  deleteTrackedEventRoute,
  getTrackedEventRoute,
  listTrackedEventsRoute,
  listTrackedEventVersionsRoute,
  type NewTrackedEvent,
  openPickerRoute,
  type PickerBody,
  restoreTrackedEventRoute,
  type TrackedCondition,
  type TrackedEventBody,
  type TrackedEventChange,
  type TrackedEventVersionBody,
} from './tracked-events.ts';
export { changeTagsRoute, eraseUsersRoute, type UserAddressBody } from './user-changes.ts';
export { listUserExperiencesRoute, type UserExperienceBody } from './user-experiences.ts';
export {
  eraseUserRoute,
  explainMembershipRoute,
  getUserRoute,
  getUserSegmentsRoute,
  listUserEventsRoute,
  type MembershipBody,
  type ProfileBody,
  type UserBody,
  type UserEventBody,
} from './users.ts';
export {
  getVerificationRoute,
  rotateVerificationRoute,
  type VerificationBody,
} from './verification.ts';
export {
  changeWebhookRoute,
  createWebhookRoute,
  deleteWebhookRoute,
  getWebhookDeliveryRoute,
  listWebhookDeliveriesRoute,
  listWebhooksRoute,
  replayFailedDeliveriesRoute,
  replayWebhookDeliveryRoute,
  rotateWebhookSecretRoute,
  testWebhookRoute,
  type WebhookBody,
  type WebhookDeliveryBody,
  type WebhookDeliveryWithPayloadBody,
  type WebhookEventType,
  type WebhookWithSecretBody,
  webhookEventTypes,
} from './webhooks.ts';
