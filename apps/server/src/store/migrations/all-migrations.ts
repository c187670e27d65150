import { initial } from './0001-initial.ts';
import { streams } from './0002-streams.ts';
import { accounts } from './0003-accounts.ts';
import { segmentSizes } from './0004-segment-sizes.ts';
import { experiences } from './0005-experiences.ts';
import { activity } from './0006-activity.ts';
import { catalogNotes } from './0007-catalog-notes.ts';
import { webhooks } from './0008-webhooks.ts';
import { sources } from './0009-sources.ts';
import { trackedEvents } from './0010-tracked-events.ts';
import { imports } from './0011-imports.ts';
import { exportFiles } from './0012-exports.ts';
import { processes } from './0013-processes.ts';
import { toldMembers } from './0014-told-members.ts';
import { definitionsRevision } from './0015-definitions-revision.ts';
import { deletedProjects } from './0016-deleted-projects.ts';
import type { Migration } from './migration.ts';

/** Every migration ever released, in order. New ones are added at the end. */
export const allMigrations: readonly Migration[] = [
  initial,
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
