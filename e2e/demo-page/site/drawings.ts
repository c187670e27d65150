// One small drawing a product, in the two colours of its tile.
const drawings: Readonly<Record<string, string>> = {
  notebook: `<rect x="30" y="18" width="46" height="62" rx="5" class="fill"/><path d="M38 18v62M46 34h22M46 42h22M46 50h14"/><path d="M60 80v10l4-4 4 4V80"/>`,
  pen: `<g transform="rotate(45 50 50)"><rect x="43" y="12" width="14" height="46" rx="5" class="fill"/><path d="M43 58h14l-4 19-3 7-3-7zM43 26h14M50 64v12"/></g>`,
  envelopes: `<rect x="18" y="34" width="54" height="38" rx="4"/><rect x="26" y="26" width="54" height="38" rx="4" class="fill"/><path d="m27 29 26 20 26-20"/>`,
  lamp: `<path d="M33 50 42 20h16l9 30z" class="fill"/><path d="M50 50v32M36 82h28M59 50v12"/>`,
  pencils: `<path d="M30 82V34l7-14 7 14v48z" class="fill"/><path d="M44 82V40l7-14 7 14v42zM58 82V46l7-14 7 14v36zM30 34h14M44 40h14M58 46h14"/>`,
  press: `<path d="M22 76h56v8H22zM28 24h44v8H28zM38 54h24v6H38z" class="fill"/><path d="M33 76V32M67 76V32M50 54V32M50 24v-8M40 16h20M40 68h20v8H40z"/>`,
};

/** The drawing of a product. */
export function draw(id: string): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 100 100');
  svg.setAttribute('class', 'drawing');
  svg.setAttribute('aria-hidden', 'true');
  svg.innerHTML = drawings[id] ?? '';
  return svg;
}
