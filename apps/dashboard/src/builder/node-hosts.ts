import { useCallback, useMemo } from 'react';

/**
 * The elements that the nodes of one tree are drawn into, by key. A row or group that comes into another
 * group is moved with its element, as it is: to draw a hundred rows anew takes longer than somebody should
 * wait.
 */
export interface NodeHosts {
  /** The element of a node, made when it is first asked for. */
  of(key: string): HTMLElement;
  /** Lets go of all others. */
  keep(keys: ReadonlySet<string>): void;
}

export function useNodeHosts(): NodeHosts {
  return useMemo(() => {
    const hosts = new Map<string, HTMLElement>();
    return {
      of(key) {
        const host = hosts.get(key) ?? document.createElement('div');
        host.className = 'node-host';
        hosts.set(key, host);
        return host;
      },
      keep(keys) {
        for (const key of hosts.keys()) if (!keys.has(key)) hosts.delete(key);
      },
    };
  }, []);
}

/** For the `ref` of the element that a node is to stand in. */
export function usePlaceOf(hosts: NodeHosts, key: string) {
  return useCallback(
    (place: HTMLElement | null) => {
      const host = hosts.of(key);
      // What is moved loses the keyboard: what stands there already stays.
      if (place && host.parentNode !== place) place.replaceChildren(host);
    },
    [hosts, key],
  );
}
