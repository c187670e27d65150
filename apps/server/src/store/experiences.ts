import type {
  ExperienceStatus,
  ExperienceStepBody,
  ExperienceTheme,
  ExperienceType,
  TargetBody,
} from '@muster/protocol';
import { createVersionedDocuments } from './versioned-documents.ts';

/** What of an experience people wrote. Trees in it may no longer parse: they are `unknown`. */
export interface ExperienceContent {
  name: string;
  status: ExperienceStatus;
  steps: ExperienceStepBody[];
  theme: ExperienceTheme;
  target: TargetBody;
}

export interface ExperienceRow extends ExperienceContent {
  id: string;
  project: number;
  type: ExperienceType;
  version: number;
  /** When it last went from a draft to live; absent: never yet. */
  publishedAt?: number;
  createdAt: number;
  createdBy: string;
  updatedAt: number;
  updatedBy: string;
}

/** A version of an experience as it was before an edit, or at its deletion. */
export interface ExperienceVersion extends ExperienceContent {
  experienceId: string;
  version: number;
  at: number;
  by: string;
}

export const experiences = createVersionedDocuments<
  ExperienceRow,
  ExperienceVersion,
  'experienceId'
>({
  table: 'experiences',
  versions: 'experience_versions',
  owner: 'experience',
  ownerId: 'experienceId',
});
