import { initial } from './0001-initial.ts';
import type { Migration } from './migration.ts';

/** Every migration ever released, in order. New ones are added at the end. */
export const allMigrations: readonly Migration[] = [initial];
