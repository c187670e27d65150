/**
 * The server that a script was loaded from: its origin, and the path before `/sdk/` when the server
 * stands behind one. A script under the original's name may lie at any path.
 */
export function findServer(scriptUrl: string): string | undefined {
  return /^\w+:\/\/[^/]+(?:[^?#]*(?=\/sdk\/))?/.exec(scriptUrl)?.[0];
}

/** The server of `JIMO_API_HOST`: a URL or a host name, with or without a slash at the end. */
export function readApiHost(apiHost: string, pageProtocol: string): string {
  const protocol = pageProtocol === 'http:' ? pageProtocol : 'https:';
  return apiHost.replace(/^(?!https?:)\/*/i, `${protocol}//`).replace(/\/+$/, '');
}
