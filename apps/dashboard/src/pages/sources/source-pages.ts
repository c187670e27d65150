// The pages of sources in one file: they are mostly the same parts.
export { SourcePage } from './source-page.tsx';
export { SourcesPage } from './sources-page.tsx';
