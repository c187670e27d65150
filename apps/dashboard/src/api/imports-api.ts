import type {
  ImportBody,
  ImportChange,
  ImportFormat,
  ImportIssueBody,
  ImportSummaryBody,
} from '@muster/protocol';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call, projectPath, toQuery } from './call.ts';

/** How a file begins, as some format reads it. */
interface ImportPreview {
  columns: string[];
  /** The first 20. */
  rows: string[][];
  problems: ImportIssueBody[];
}

/** How often something that runs in the server is looked at. */
const lookEveryMs = 500;

/** Every import, newest first, and how large a file may be; asked again while one of them runs. */
export function importsQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'imports'],
    queryFn: ({ signal }) =>
      call<{ imports: ImportSummaryBody[]; maxFileBytes: number }>(
        projectPath(projectId, 'imports'),
        { signal },
      ),
    refetchInterval: ({ state }) => state.data?.imports.some(isBusy) && lookEveryMs,
  });
}

/** One import; asked again while it runs, is checked or is undone. */
export function importQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [projectId, 'import', id],
    queryFn: ({ signal }) => call<ImportBody>(projectPath(projectId, 'imports', id), { signal }),
    refetchInterval: ({ state: { data } }) =>
      data && (isBusy(data) || data.validation?.state === 'running') && lookEveryMs,
  });
}

function isBusy({ status, undo }: ImportSummaryBody): boolean {
  return status === 'running' || undo?.state === 'running';
}

/** The first rows of a draft as this format reads them. What was read before stays meanwhile. */
export function importPreviewQuery(projectId: string, id: string, format: ImportFormat) {
  const { encoding, delimiter, quote } = format;
  const query = toQuery({ encoding, delimiter, quote: quote ?? 'none' });
  return queryOptions({
    queryKey: [projectId, 'import', id, 'preview', format],
    queryFn: ({ signal }) =>
      call<ImportPreview>(projectPath(projectId, 'imports', id, 'preview') + query, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Where a file is sent to. */
export function importUploadPath(projectId: string, fileName: string): string {
  return projectPath(projectId, 'imports') + toQuery({ fileName });
}

/** 422 with the path of each setting that cannot be; 409 when it is no draft any more. */
export function changeImport(
  projectId: string,
  id: string,
  change: ImportChange,
): Promise<ImportBody> {
  // A choice of whoever then closes the page is kept, unless it is of hundreds of columns.
  const keepalive = JSON.stringify(change).length < 20_000;
  return call(projectPath(projectId, 'imports', id), { method: 'PATCH', body: change, keepalive });
}

/** Each begins or ends something in the server; the answer says how far the import is. */
export function actOnImport(
  projectId: string,
  id: string,
  action: 'validate' | 'run' | 'cancel' | 'undo',
): Promise<ImportBody> {
  return call(projectPath(projectId, 'imports', id, action), { method: 'POST' });
}

/** Deletes a draft and its file. */
export function deleteImport(projectId: string, id: string): Promise<void> {
  return call(projectPath(projectId, 'imports', id), { method: 'DELETE' });
}

/** The address of the file that says which rows were refused, and why. */
export function importReportPath(projectId: string, id: string): string {
  return projectPath(projectId, 'imports', id, 'report.csv');
}
