import type { Names } from '@muster/conditions';
import type { BuilderCatalog } from './builder-data.ts';

/** The names of catalogs, so that what is drawn by them is not drawn anew while the catalog is the same. */
const known = new WeakMap<BuilderCatalog, Names>();

/** What the things are called that conditions name by id, for `describe`. */
export function namesOf(catalog: BuilderCatalog): Names {
  const names = known.get(catalog) ?? readNames(catalog);
  known.set(catalog, names);
  return names;
}

function readNames({ segments, experiences = [], imports = [] }: BuilderCatalog): Names {
  const segmentNames = new Map(segments.map(({ id, name }) => [id, name]));
  const experiencesById = new Map(experiences.map((experience) => [experience.id, experience]));
  const importNames = new Map(imports.map(({ id, name }) => [id, name]));
  return {
    segment: (id) => segmentNames.get(id),
    experience: (id) => experiencesById.get(id)?.name,
    import: (id) => importNames.get(id),
    step: (experienceId, stepId) =>
      experiencesById.get(experienceId)?.steps.find(({ id }) => id === stepId)?.name,
  };
}
