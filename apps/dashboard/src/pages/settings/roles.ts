import type { Role } from '../../api/session-api.ts';
import type { Option } from '../../ui/select.tsx';

/** The roles, from the least to the most rights. */
export const roles: readonly Option<Role>[] = [
  { value: 'viewer', label: 'Viewer', note: 'reads' },
  { value: 'editor', label: 'Editor', note: 'writes' },
  { value: 'admin', label: 'Admin', note: 'members, keys, settings' },
];
