import { startTransition, useEffect, useState } from 'react';

/**
 * False while a component is drawn for the first time, true soon after that was painted: for what is out of
 * sight at first, so that a press is answered without waiting for it.
 */
export function useIsPainted(): boolean {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Callbacks of a frame come before its paint, and a task that one of them asks for after it.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setPainted(true)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return isPainted;
}
