import { Tile } from './tile.tsx';

interface AvatarProps {
  /** A name, an email or an id: its initials are shown, and its hue is always the same. */
  name: string;
  size?: 18 | 24 | 44;
}

/** A disc with initials. Decoration: the name stands beside it. */
export function Avatar({ name, size = 24 }: AvatarProps) {
  return (
    <Tile hue={hueOf(name)} size={size} round>
      {initialsOf(name)}
    </Tile>
  );
}

/** Up to two initials, of words or of the parts of an email; whole characters, whatever the script. */
function initialsOf(name: string): string {
  const [local = ''] = name.split('@');
  const words = local.split(/[\s._\-+/|]+/).filter((word) => word !== '');
  const initials = words.slice(0, 2).map((word) => [...word][0] ?? '');
  return initials.join('').toLocaleUpperCase() || '?';
}

function hueOf(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 3600;
  return hash / 10;
}
