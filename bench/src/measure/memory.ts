import { readFileSync } from 'node:fs';

/** Resident memory of a process, now and at its highest, in MB (10^6 bytes); Linux only. */
export function residentMegabytes(pid: number | 'self' = 'self'): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (field: string): number =>
    (Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) * 1024) / 1e6;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}
