import { type AttributeSource, categories } from '@muster/conditions';
import { findCategoryIcon } from '../../ui/category-icons.ts';
import { Tile } from '../../ui/tile.tsx';

/** The tile of the category that attributes of this source belong to. */
export function AttributeTile({ source, size = 24 }: { source: AttributeSource; size?: 24 | 44 }) {
  const category = categories.find(
    ({ subject }) => subject.type === 'attribute' && subject.source === source,
  );
  if (category === undefined) return null;
  const Icon = findCategoryIcon(category.icon);
  return (
    <Tile hue={category.hue} size={size}>
      <Icon />
    </Tile>
  );
}
