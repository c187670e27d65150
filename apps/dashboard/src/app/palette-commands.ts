import type { ExperienceSummaryBody, SegmentSummaryBody } from '@muster/protocol';
import {
  Braces,
  CodeXml,
  FileUp,
  Filter,
  KeyRound,
  Layers,
  MousePointerClick,
  PlugZap,
  Plus,
  ScrollText,
  Settings,
  Sparkles,
  UserRound,
  Users,
  Webhook,
} from 'lucide-react';
import type { CurrentProject } from '../api/current-project.ts';
import type { PaletteCommand } from './filter-commands.ts';

/** The pages that this person may open. */
export function listPages({
  id: projectId,
  mayEdit,
  mayAdminister,
}: CurrentProject): PaletteCommand[] {
  const params = { projectId };
  const page = (
    label: string,
    Icon: PaletteCommand['Icon'],
    to: string,
    words = '',
    search: object = {},
  ) => ({
    id: `${to} ${label}`,
    label,
    kind: 'Page',
    words,
    Icon,
    target: { to, params, search } as PaletteCommand['target'],
  });
  return [
    page('Users', Users, '/p/$projectId/users', 'people profiles'),
    page('Segments', Filter, '/p/$projectId/segments', 'audiences'),
    ...(mayEdit ? [page('New segment', Plus, '/p/$projectId/segments/new', 'create add')] : []),
    page('Imports', FileUp, '/p/$projectId/imports', 'csv files history'),
    ...(mayEdit
      ? [page('Import users from CSV', FileUp, '/p/$projectId/imports/new', 'upload file')]
      : []),
    page('Experiences', Sparkles, '/p/$projectId/experiences', 'tours surveys banners posts'),
    ...(mayEdit
      ? [
          page('New experience', Plus, '/p/$projectId/experiences', 'create tour survey banner', {
            new: true,
          }),
        ]
      : []),
    page('Events', MousePointerClick, '/p/$projectId/events', 'catalog tracked'),
    page('Attributes', Braces, '/p/$projectId/events/attributes', 'catalog traits properties'),
    page('Sources', PlugZap, '/p/$projectId/sources', 'segment posthog webhook hubspot'),
    page('Install', CodeXml, '/p/$projectId/install', 'snippet script first event'),
    page('Settings', Settings, '/p/$projectId/settings', 'project name time zone'),
    ...(mayAdminister
      ? [
          page('Members', UserRound, '/p/$projectId/settings/members', 'invite roles team'),
          page('API keys', KeyRound, '/p/$projectId/settings/keys', 'secret token'),
          page('Webhooks', Webhook, '/p/$projectId/settings/webhooks', 'out events replay'),
          page('Audit log', ScrollText, '/p/$projectId/settings/audit', 'history changes'),
        ]
      : []),
    page('Your account', UserRound, '/account', 'password name sign out'),
  ];
}

/** The segments of the project. */
export function listSegments(
  projectId: string,
  segments: readonly SegmentSummaryBody[],
): PaletteCommand[] {
  return segments.map(({ id, name, description, badge }) => ({
    id,
    label: name,
    kind: 'Segment',
    words: `${description} ${badge?.label ?? ''}`,
    Icon: Layers,
    target: {
      to: '/p/$projectId/segments/$segmentId',
      params: { projectId, segmentId: id },
    } as PaletteCommand['target'],
  }));
}

/** The experiences of the project. */
export function listExperiences(
  projectId: string,
  experiences: readonly ExperienceSummaryBody[],
): PaletteCommand[] {
  return experiences.map(({ id, name, type }) => ({
    id,
    label: name,
    kind: 'Experience',
    words: type,
    Icon: Sparkles,
    target: {
      to: '/p/$projectId/experiences/$experienceId',
      params: { projectId, experienceId: id },
    } as PaletteCommand['target'],
  }));
}
