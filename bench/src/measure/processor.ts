import { readFileSync } from 'node:fs';

/** Linux counts processor time in ticks of a hundredth of a second, on every machine that Node runs on. */
const ticksPerSecond = 100;

/** Processor time that a process has used so far, all its threads together, in seconds; Linux only. */
export function processorSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program, in parentheses, may have blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
