// What the core loads when there is something to show: `experiences.js`.
import { findServer } from '../script-host.ts';
import { loadRenderer } from './load-renderer.ts';
import { createRuntime } from './runtime/create-runtime.ts';
import type { StartRuntime } from './runtime-host.ts';

export const start: StartRuntime = (page, as, say, emit, ask) => {
  if (!('attachShadow' in page.document.documentElement)) {
    throw new Error('this browser has no shadow trees');
  }
  return createRuntime({
    page,
    as,
    say,
    emit,
    ask,
    loadRenderer,
    loadTracker: async () => (await import('../tracker/tracker.ts')).startTracker,
    loadPicker: async () => (await import('../picker/picker.ts')).startPicker,
    folder: `${findServer(import.meta.url)}/sdk/`,
    now: Date.now,
    chance: Math.random,
  });
};
