import { findDevice } from '../../device.ts';

/**
 * Calls `onLeave` when somebody is about to leave: the pointer goes out at the top, where tabs and the
 * address are; on a touch screen, the page goes to the background.
 */
export function watchLeaving(page: Window, onLeave: () => void): void {
  const { document, navigator } = page;
  const isTouch = findDevice(navigator) !== 'desktop';
  document.addEventListener('mouseout', ({ relatedTarget, clientY }) => {
    if (!relatedTarget && clientY <= 0) onLeave();
  });
  document.addEventListener('visibilitychange', () => {
    if (isTouch && document.visibilityState === 'hidden') onLeave();
  });
}
