import { ApiProblem, toUnexpected, toUnreachable } from './problem.ts';

interface UploadOptions {
  /** Told the bytes that have left this machine. */
  onProgress: (sentBytes: number) => void;
  /** Stops it; the promise then rejects with the signal's reason. */
  signal: AbortSignal;
}

/**
 * Sends a file as it is and reads the JSON of the answer; a refusal is thrown as an `ApiProblem`. By
 * XMLHttpRequest, since `fetch` does not tell how much has been sent.
 */
export function upload<Reply>(
  path: string,
  file: File,
  { onProgress, signal }: UploadOptions,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('content-type', 'text/csv');
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => {
      const body = readJson(request.responseText);
      if (request.status < 300 && body !== undefined) resolve(body as Reply);
      else reject(toProblem(request.status, body));
    };
    request.onerror = () => reject(toUnreachable(new Error('The upload broke off.')));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page: the status says what there is to say.
    return undefined;
  }
}

function toProblem(status: number, body: unknown): ApiProblem {
  if (typeof body === 'object' && body !== null && 'code' in body && 'detail' in body) {
    return new ApiProblem(status, body as { code: string; detail: string });
  }
  return toUnexpected(status);
}
