import { findBadgeIcon } from './badge-icons.ts';

/** The icon of a badge by its stored name; nothing for a name that is not ours. */
export function BadgeIcon({ name, size }: { name: string; size: number }) {
  const Icon = findBadgeIcon(name);
  return Icon ? <Icon size={size} aria-hidden="true" /> : null;
}
