import { HttpProblem } from '../../http/problem.ts';
import type { Origin } from './ingest-item.ts';

/** Says, percent-encoded, what a load shows as Source; only the local command line may send it. */
export const loadSourceHeader = 'x-muster-load-source';

const maxLabelLength = 300;

/** Items of a loaded file: its users need not have been active when the file was written. */
export function createLoadOrigin(label: string): Origin {
  return { label, eventSource: 'api', isActivity: false };
}

/** The origin that the header names. Throws a 400 when it is not a label. */
export function readLoadOrigin(header: string): Origin {
  const label = decodeLabel(header);
  if (label !== undefined && label !== '' && label.length <= maxLabelLength) {
    return createLoadOrigin(label);
  }
  const detail = `The header ${loadSourceHeader} is not a percent-encoded label.`;
  throw new HttpProblem(400, 'malformed_header', detail);
}

function decodeLabel(header: string): string | undefined {
  try {
    return decodeURIComponent(header);
  } catch {
    // A URIError: the header is not percent-encoded text.
    return undefined;
  }
}
