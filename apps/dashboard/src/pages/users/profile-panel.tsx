import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useProject } from '../../api/current-project.ts';
import { nameOf, profileQuery, type UserRef } from '../../api/users-api.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ProblemState } from '../problem-state.tsx';
import { ProfileActivity } from './profile-activity.tsx';
import { ProfileData } from './profile-data.tsx';
import { ProfileExperiences } from './profile-experiences.tsx';
import { ProfileHead } from './profile-head.tsx';
import { ProfileSegments } from './profile-segments.tsx';
import type { ProfileTab } from './users-search.ts';
import './profile.css';

/** One user, in a panel over the list, with an address of its own. */
export function ProfilePanel() {
  const { id: projectId } = useProject();
  const { userId } = useParams({ from: '/p/$projectId/users/$userId' });
  const { kind = 'user', tab = 'data' } = useSearch({ from: '/p/$projectId/users' });
  const navigate = useNavigate({ from: '/p/$projectId/users/$userId' });
  const user: UserRef = { id: userId, kind };
  const { data: profile, error, refetch } = useQuery(profileQuery(projectId, user));
  const close = () =>
    void navigate({
      to: '/p/$projectId/users',
      search: ({ kind: _kind, tab: _tab, ...list }) => list,
      resetScroll: false,
    });
  const change = (next: string) =>
    void navigate({
      search: (now) => ({ ...now, tab: next as ProfileTab }),
      replace: true,
      resetScroll: false,
    });
  return (
    <Dialog
      open
      onClose={close}
      title={profile ? nameOf(profile) : userId}
      hideTitle
      place="side"
      width={720}
    >
      {error && <ProblemState error={error} what="this user" onRetry={() => void refetch()} />}
      {!profile && !error && (
        <div className="profile-part">
          <Skeleton lines={8} label="Loading the profile" />
        </div>
      )}
      {profile && (
        <>
          <ProfileHead profile={profile} user={user} onClose={close} />
          <Tabs
            label="Profile"
            value={tab}
            onChange={change}
            tabs={[
              { id: 'data', label: 'Data', panel: <ProfileData profile={profile} user={user} /> },
              { id: 'activity', label: 'Activity', panel: <ProfileActivity user={user} /> },
              { id: 'segments', label: 'Segments', panel: <ProfileSegments user={user} /> },
              {
                id: 'experiences',
                label: 'Experiences',
                panel: <ProfileExperiences user={user} />,
              },
            ]}
          />
        </>
      )}
    </Dialog>
  );
}
