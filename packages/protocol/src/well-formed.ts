/**
 * For `refine`: a lone surrogate is no text, and a store would hold another one. No pattern of a JSON
 * schema can say so.
 */
export const wellFormed = [
  (text: string) => text.isWellFormed(),
  'It is not well-formed Unicode.',
] as const;
