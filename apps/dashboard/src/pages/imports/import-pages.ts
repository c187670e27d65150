// In one chunk, which the router names once.

export { ImportsPage } from './list/imports-page.tsx';
export { ImportPage } from './wizard/import-page.tsx';
