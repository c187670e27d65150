import type { Command } from './command.ts';
import { audience } from './commands/audience.ts';
import { backup } from './commands/backup.ts';
import { configCheck } from './commands/config-check.ts';
import { erase } from './commands/erase.ts';
import { importFile } from './commands/import.ts';
import { indexRebuild } from './commands/index-rebuild.ts';
import { indexVerify } from './commands/index-verify.ts';
import { keysCreate, keysList, keysRevoke } from './commands/keys.ts';
import { load } from './commands/load.ts';
import { membersInvite, membersList, membersRemove } from './commands/members.ts';
import { projectsDelete, projectsList } from './commands/projects.ts';
import { restore } from './commands/restore.ts';
import { start } from './commands/start.ts';
import {
  verificationOff,
  verificationOn,
  verificationRotate,
  verificationStatus,
} from './commands/verification.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  start,
  load,
  importFile,
  audience,
  indexRebuild,
  indexVerify,
  keysCreate,
  keysList,
  keysRevoke,
  membersInvite,
  membersList,
  membersRemove,
  projectsList,
  projectsDelete,
  verificationStatus,
  verificationOn,
  verificationOff,
  verificationRotate,
  erase,
  backup,
  restore,
  configCheck,
];
