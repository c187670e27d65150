/** How the SDK is loaded. */
export interface LoadOptions {
  /** The project's public id. */
  projectId: string;
  /** Where Muster is, e.g. `https://muster.example.com`. */
  host: string;
  /** Starts only when `window.jimoInit()` is called. */
  manualInit?: boolean;
  /** For a content security policy that names scripts by nonce. */
  nonce?: string;
}

/**
 * Loads the SDK from the server; what is pushed until then waits. The promise rejects when the script
 * cannot be loaded. On a server, where there is no document, it does nothing.
 */
export function load({ projectId, host, manualInit, nonce }: LoadOptions): Promise<void> {
  if (typeof document === 'undefined') return Promise.resolve();
  const server = host.replace(/\/+$/, '');
  const page = window as unknown as Record<string, unknown>;
  page.jimo ??= [];
  page.JIMO_PROJECT_ID = projectId;
  page.JIMO_API_HOST = server;
  if (manualInit) page.JIMO_MANUAL_INIT = true;
  const script = document.createElement('script');
  script.src = `${server}/sdk/v1.js`;
  script.async = true;
  if (nonce !== undefined) script.nonce = nonce;
  return new Promise((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${script.src} could not be loaded.`));
    document.head.append(script);
  });
}
