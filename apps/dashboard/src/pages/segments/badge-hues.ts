/** The colours to choose from, each a hue of the theme's tiles. */
export const badgeColors = [
  { name: 'iris', hue: 288 },
  { name: 'blue', hue: 258 },
  { name: 'cyan', hue: 205 },
  { name: 'green', hue: 152 },
  { name: 'lime', hue: 120 },
  { name: 'amber', hue: 82 },
  { name: 'orange', hue: 48 },
  { name: 'red', hue: 20 },
  { name: 'pink', hue: 350 },
  { name: 'violet', hue: 312 },
] as const;

const defaultHue = 288;

/** The hue of a stored colour: one of ours by name, or that of an `#rrggbb` that came by the API. */
export function hueOfColor(color: string | undefined): number {
  const known = badgeColors.find(({ name }) => name === color);
  if (known) return known.hue;
  return color?.startsWith('#') ? hueOfHex(color) : defaultHue;
}

/** The OKLCH hue of `#rrggbb`, in degrees (Ottosson's matrices). */
function hueOfHex(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  if (Math.abs(a) < 1e-4 && Math.abs(b) < 1e-4) return defaultHue;
  return ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
}
