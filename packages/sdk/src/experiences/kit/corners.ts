import { append, each, filter } from '../../lists.ts';

// Who stands in which corner of the page: launchers in a column, and above them what has been opened.

interface Standing {
  place: HTMLElement;
  at: string;
  isLauncher: boolean;
}

const launcherHeight = 60;
let standing: Standing[] = [];

/** Gives `place` room at `at` beside the others that stand there. Returns what gives it up again. */
export function stand(place: HTMLElement, at: string, isLauncher: boolean): () => void {
  const own = { place, at, isLauncher };
  append(standing, own);
  arrange();
  return () => {
    standing = filter(standing, (other) => other !== own);
    arrange();
  };
}

function arrange(): void {
  const count: Record<string, number> = {};
  each(standing, ({ place, at, isLauncher }) => {
    if (!isLauncher) return;
    const below = count[at] || 0;
    place.style.setProperty('--dock', `${below * launcherHeight}px`);
    count[at] = below + 1;
  });
  each(standing, ({ place, at, isLauncher }) => {
    if (!isLauncher) place.style.setProperty('--dock', `${(count[at] || 0) * launcherHeight}px`);
  });
}
