import {
  type Category,
  type CategoryId,
  type CategorySubject,
  type Condition,
  categories,
  type Kind,
  nativeFields,
  type ValueTest,
} from '@muster/conditions';
import type { BuilderCatalog, CatalogKey, ValueSubject } from '../builder-data.ts';

/** Something that can be asked about: one entry of the Add menu. */
export interface Field {
  id: string;
  category: Category;
  label: string;
  /** True for a name that the customer invented: it is shown as code. */
  isCode: boolean;
  /** Observed types, or how often. */
  note: string;
  /** What members wrote about it. */
  description?: string | undefined;
  /** Whose values can be shown as samples. */
  samplesOf?: ValueSubject;
  /** A new condition about it; `startTest` says what it begins with. */
  create: (startTest: (kind: Kind) => ValueTest) => Condition;
}

export interface FieldSection {
  id: CategoryId;
  label: string;
  category: Category;
  fields: readonly Field[];
}

/** All that can be asked about in this project, by category; a category without anything is left out. */
export function listFields(catalog: BuilderCatalog, nativeLabel?: string): FieldSection[] {
  return categories
    .map((category) => ({
      id: category.id,
      label: (category.id === firstId && nativeLabel) || category.label,
      category,
      fields: listers[category.subject.type](category, category.subject as never, catalog),
    }))
    .filter((section) => section.fields.length > 0);
}

const firstId = categories[0]?.id;

type Lister<T extends CategorySubject['type']> = (
  category: Category,
  subject: Extract<CategorySubject, { type: T }>,
  catalog: BuilderCatalog,
) => Field[];

const listers: { [T in CategorySubject['type']]: Lister<T> } = {
  attribute: (category, { source }, catalog) => {
    if (source === 'native')
      return [...listNative(category, catalog), ...listImports(category, catalog)];
    const keys = source === 'custom' ? catalog.attributes : catalog.traits;
    return keys.filter(isOffered).map((known) => ({
      id: `${source} ${known.key}`,
      category,
      label: known.key,
      isCode: true,
      note: showKinds(known),
      description: known.description,
      samplesOf: { type: 'attribute', source, key: known.key },
      create: (startTest) => ({
        type: 'attribute',
        source,
        key: known.key,
        ...startTest(kindsOf(known)[0] ?? 'string'),
      }),
    }));
  },
  event: (category, { source }, catalog) =>
    catalog.events
      .filter((event) => event.source === source && isOffered(event))
      .map(({ name, count, description }) => ({
        id: `${source} event ${name}`,
        category,
        label: name,
        isCode: true,
        note: `${count.toLocaleString()}×`,
        description,
        create: () => ({ type: 'event', source, name }),
      })),
  segment: (category, _, catalog) =>
    catalog.segments.map(({ id, name, audience }) => ({
      id: `segment ${id}`,
      category,
      label: name,
      isCode: false,
      note: audience == null ? '' : audience.toLocaleString(),
      create: () => ({ type: 'segment', segmentId: id }),
    })),
  experience: (category, _, { experiences = [] }) =>
    experiences.flatMap(({ id, name, steps }) => [
      {
        id: `experience ${id}`,
        category,
        label: name,
        isCode: false,
        note: 'seen, completed',
        create: () => ({ type: 'experience', experienceId: id, interaction: 'seen' }) as const,
      },
      ...steps.map((step) => ({
        id: `answer ${id} ${step.id}`,
        category,
        label: `${name} › ${step.name}`,
        isCode: false,
        note: `answer: ${step.kind}`,
        create: (startTest: (kind: Kind) => ValueTest) =>
          ({
            type: 'answer',
            experienceId: id,
            stepId: step.id,
            ...startTest(step.kind),
          }) as const,
      })),
    ]),
};

function listNative(category: Category, { native = [] }: BuilderCatalog): Field[] {
  const notesByKey = new Map(native.map((note) => [note.key, note]));
  return nativeFields.flatMap(({ key, label, kind }): Field[] => {
    const { isHidden = false, description } = notesByKey.get(key) ?? {};
    if (isHidden) return [];
    return [
      {
        id: `native ${key}`,
        category,
        label,
        isCode: false,
        note: kind,
        description,
        samplesOf: { type: 'attribute', source: 'native', key },
        create: (startTest) => ({ type: 'attribute', source: 'native', key, ...startTest(kind) }),
      },
    ];
  });
}

/** Not of what members have hidden. */
function isOffered({ isHidden = false }: { isHidden?: boolean }): boolean {
  return !isHidden;
}

function listImports(category: Category, { imports = [] }: BuilderCatalog): Field[] {
  return imports.map(({ id, name }) => ({
    id: `import ${id}`,
    category,
    label: `Imported in ${name}`,
    isCode: false,
    note: 'import',
    create: () => ({ type: 'import', importId: id }),
  }));
}

/**
 * The kinds in which values of a key have come, most frequent first. A string that reads as a date is
 * counted as both: where every string does, only the date is left.
 */
export function kindsOf({ kinds }: CatalogKey): Kind[] {
  return orderKinds(kinds.map(({ kind, users }) => ({ kind, count: users })));
}

/** The same for anything that is counted by kind. */
export function orderKinds(kinds: readonly { kind: Kind; count: number }[]): Kind[] {
  const dates = kinds.find(({ kind }) => kind === 'date')?.count;
  return kinds
    .filter(({ kind, count }) => count > 0 && !(kind === 'string' && count === dates))
    .toSorted((one, other) => other.count - one.count)
    .map(({ kind }) => kind);
}

function showKinds(known: CatalogKey): string {
  return kindsOf(known).join(', ');
}
