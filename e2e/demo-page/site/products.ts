/** Something to buy. */
export interface Product {
  id: string;
  name: string;
  words: string;
  price: number;
  category: string;
  /** Of its tile. */
  hue: number;
}

export const products: readonly Product[] = [
  {
    id: 'notebook',
    name: 'Field notebook',
    words: 'Ninety-six dotted pages, sewn flat, in a cover that ages well.',
    price: 18,
    category: 'Paper',
    hue: 82,
  },
  {
    id: 'pen',
    name: 'Fountain pen',
    words: 'A steel nib that forgives, in brushed aluminium.',
    price: 64,
    category: 'Writing',
    hue: 258,
  },
  {
    id: 'envelopes',
    name: 'Twenty envelopes',
    words: 'Laid paper with a lining the colour of plums.',
    price: 12,
    category: 'Paper',
    hue: 312,
  },
  {
    id: 'lamp',
    name: 'Reading lamp',
    words: 'One warm light, one switch, no app.',
    price: 120,
    category: 'Desk',
    hue: 34,
  },
  {
    id: 'pencils',
    name: 'Twelve pencils',
    words: 'Cedar, medium soft, sharpened by hand.',
    price: 9,
    category: 'Writing',
    hue: 152,
  },
  {
    id: 'press',
    name: 'Letter press',
    words: 'Cast iron. Holds the morning’s pages and the table.',
    price: 86,
    category: 'Desk',
    hue: 205,
  },
];
