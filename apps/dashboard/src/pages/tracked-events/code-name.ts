/** A code name made of a name: `Export clicked!` is `export_clicked`. Empty where nothing of it can be one. */
export function toCodeName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 100);
}
