/** Where a command writes. Results go to standard output, everything said about them to the other. */
export interface Terminal {
  /** One line of the result. */
  print(line: string): void;
  /** One line for the person in front of it. */
  say(line: string): void;
  /** Shows how far something is: a bar that redraws itself on a terminal, now and then a line otherwise. */
  showProgress(progress: Progress): void;
  /** Ends the bar, if one is shown. */
  endProgress(): void;
}

export interface Progress {
  done: number;
  /** Absent while nobody knows. */
  total?: number;
  /** What is counted: `rows loaded`. */
  what: string;
}

/** What of a stream is needed here; `process.stdout` and `process.stderr` have it. */
export interface Screen {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

const redrawEveryMs = 100;
/** A log file should say that something goes on, and little more. */
const lineEveryMs = 5_000;

export function createTerminal(stdout: Screen, stderr: Screen, now: () => number): Terminal {
  let shownAt = Number.NEGATIVE_INFINITY;
  let isBarShown = false;
  let latest: Progress | undefined;

  function clearBar(): void {
    if (isBarShown) stderr.write('\r\u001b[K');
    isBarShown = false;
  }

  function draw(progress: Progress): void {
    shownAt = now();
    if (stderr.isTTY) {
      clearBar();
      // A terminal that nobody has told its size, as in a container, says 0.
      stderr.write(renderBar(progress, stderr.columns || 80));
      isBarShown = true;
    } else stderr.write(`${describe(progress)}\n`);
  }

  return {
    print(line) {
      clearBar();
      stdout.write(`${line}\n`);
    },
    say(line) {
      clearBar();
      stderr.write(`${line}\n`);
    },
    showProgress(progress) {
      latest = progress;
      if (now() - shownAt >= (stderr.isTTY ? redrawEveryMs : lineEveryMs)) draw(progress);
    },
    endProgress() {
      // The last state would otherwise be lost between two redraws.
      if (latest !== undefined && isBarShown) {
        draw(latest);
        stderr.write('\n');
      }
      isBarShown = false;
      latest = undefined;
      shownAt = Number.NEGATIVE_INFINITY;
    },
  };
}

/** `7,043 of 23,570 rows loaded (29 %)`. */
function describe({ done, total, what }: Progress): string {
  const count = formatCount(done);
  if (total === undefined) return `${count} ${what}`;
  return `${count} of ${formatCount(total)} ${what} (${percentOf(done, total)} %)`;
}

function renderBar(progress: Progress, columns: number): string {
  const { done, total } = progress;
  const text = describe(progress);
  const width = Math.min(30, columns - text.length - 4);
  if (total === undefined || width < 5) return text.slice(0, Math.max(0, columns - 1));
  const filled = Math.round((percentOf(done, total) / 100) * width);
  return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}] ${text}`;
}

function percentOf(done: number, total: number): number {
  return total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100));
}

/** `23,570`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}
