import type { SegmentRow, SegmentVersion } from './store.ts';
import { createVersionedDocuments } from './versioned-documents.ts';

export const segments = createVersionedDocuments<SegmentRow, SegmentVersion, 'segmentId'>({
  table: 'segments',
  versions: 'segment_versions',
  owner: 'segment',
  ownerId: 'segmentId',
});
