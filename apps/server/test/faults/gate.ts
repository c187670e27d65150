/** Who asks waits until there is something to have. */
export interface Gate<T> {
  wait(): Promise<T>;
  open(value: T): void;
  /** Who asks from now on waits again. */
  close(): void;
}

export function createGate<T>(): Gate<T> {
  let open: (value: T) => void = () => undefined;
  const shut = () =>
    new Promise<T>((resolve) => {
      open = resolve;
    });
  let waiting = shut();
  return {
    wait: () => waiting,
    open: (value) => open(value),
    close() {
      waiting = shut();
    },
  };
}
