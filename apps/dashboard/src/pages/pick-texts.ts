/**
 * Reads those members of an address that are texts. What looks like a number or a yes/no in an address
 * somebody typed has been read as one. What they mean is for the page to know: every page loads this.
 */
export function pickTexts<Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>) => {
    const found = names.flatMap((name) => {
      const value = search[name];
      return value === undefined || value === '' || typeof value === 'object'
        ? []
        : [[name, String(value)]];
    });
    return Object.fromEntries(found) as { [Key in Name]?: string };
  };
}
