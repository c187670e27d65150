import type { Session } from './session.ts';
import {
  deleteToldSegment,
  findToldProject,
  forgetTold,
  listToldParts,
  listToldProjects,
  listToldSegments,
  putToldParts,
  putToldProject,
  startToldSegment,
  type ToldPart,
  type ToldProject,
  type ToldSegment,
} from './told-members.ts';

/** What can be read of who was in which segment when that was told last. */
export interface ToldReads {
  /** Numbers of the projects of which something is on record. */
  toldProjects(): Promise<number[]>;
  toldProject(project: number): Promise<ToldProject | undefined>;
  toldSegments(project: number): Promise<ToldSegment[]>;
  /** Of one segment; a part that is missing is empty. */
  toldParts(project: number, segmentId: string): Promise<ToldPart[]>;
}

/** What can be written of it. */
export interface ToldWrites {
  /** Inserts or replaces it. */
  putToldProject(project: number, told: ToldProject): Promise<void>;
  /** Inserts or replaces it, with no members. */
  startToldSegment(project: number, segment: ToldSegment): Promise<void>;
  /** Inserts or replaces parts, each named once. */
  putToldParts(project: number, parts: readonly ToldPart[]): Promise<void>;
  deleteToldSegment(project: number, segmentId: string): Promise<void>;
  /** Forgets everything that is on record of the project. */
  forgetTold(project: number): Promise<void>;
}

export function offerToldReads(session: Session): ToldReads {
  return {
    toldProjects: () => listToldProjects(session),
    toldProject: (project) => findToldProject(session, project),
    toldSegments: (project) => listToldSegments(session, project),
    toldParts: (project, segmentId) => listToldParts(session, project, segmentId),
  };
}

export function offerToldWrites(session: Session): ToldWrites {
  return {
    putToldProject: (project, told) => putToldProject(session, project, told),
    startToldSegment: (project, segment) => startToldSegment(session, project, segment),
    putToldParts: (project, parts) => putToldParts(session, project, parts),
    deleteToldSegment: (project, segmentId) => deleteToldSegment(session, project, segmentId),
    forgetTold: (project) => forgetTold(session, project),
  };
}
