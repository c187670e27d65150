// The pages of no-code events, which are loaded together.
export { TrackedEventPage } from './tracked-event-page.tsx';
export { TrackedEventsPage } from './tracked-events-page.tsx';
