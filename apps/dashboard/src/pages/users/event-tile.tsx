import { categories, type EventSource } from '@muster/conditions';
import { findCategoryIcon } from '../../ui/category-icons.ts';
import { Tile } from '../../ui/tile.tsx';

/** The tile of the category that events of this source belong to. */
export function EventTile({ source, size = 24 }: { source: EventSource; size?: 24 | 44 }) {
  const category = categories.find(
    ({ subject }) => subject.type === 'event' && subject.source === source,
  );
  if (category === undefined) return null;
  const Icon = findCategoryIcon(category.icon);
  return (
    <Tile hue={category.hue} size={size}>
      <Icon />
    </Tile>
  );
}
