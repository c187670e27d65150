import { residentMegabytes } from '../measure/memory.ts';

/** Looks at the memory of a process ten times a second until `stop`; `idle` is what it has now. */
export function watchMemory(pid: number): { stop(): { idle: number; peak: number } } {
  const idle = residentMegabytes(pid).now;
  let peak = idle;
  const look = () => {
    peak = Math.max(peak, residentMegabytes(pid).now);
  };
  const timer = setInterval(look, 100);
  return {
    stop() {
      clearInterval(timer);
      look();
      return { idle, peak };
    },
  };
}
