const maxName = 200;
const suffix = ' (copy)';

/** What the copy of something with this name is called; it is no longer than names may be. */
export function nameCopy(name: string): string {
  // By code points, so that no character is cut in half.
  const kept = [...name].slice(0, maxName - suffix.length).join('');
  return kept.length + suffix.length <= maxName ? `${kept}${suffix}` : name;
}
