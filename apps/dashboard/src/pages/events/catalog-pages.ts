// The pages of the catalog in one file: they are mostly the same parts.
export { AttributePage } from './attribute-page.tsx';
export { AttributesPage } from './attributes-page.tsx';
export { EventPage } from './event-page.tsx';
export { EventsPage } from './events-page.tsx';
