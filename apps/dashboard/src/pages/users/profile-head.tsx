import type { ProfileBody } from '@muster/protocol';
import { X } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import { nameOf, type UserRef } from '../../api/users-api.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { EraseUserButton } from './erase-user-button.tsx';

interface ProfileHeadProps {
  profile: ProfileBody;
  user: UserRef;
  onClose: () => void;
}

/** Who it is, and what can be done with all of it. */
export function ProfileHead({ profile, user, onClose }: ProfileHeadProps) {
  const { mayEdit } = useProject();
  const name = nameOf(profile);
  return (
    <div className="profile-head">
      <Avatar name={name} size={44} />
      <div className="profile-who">
        <p className="profile-name wrap-anywhere" dir="auto">
          {name}
        </p>
        <p className="quiet wrap-anywhere">
          <span className="code">{user.id}</span> <CopyButton text={user.id} what="the id" />
          {profile.email && profile.email !== name && <> · {profile.email}</>}
        </p>
        {profile.lastActivity && (
          <p className="quiet">
            Last activity <RelativeTime at={profile.lastActivity} />
            {profile.firstSeen && (
              <>
                {' · first seen '}
                <RelativeTime at={profile.firstSeen} />
              </>
            )}
          </p>
        )}
      </div>
      {mayEdit && user.kind === 'user' && (
        <EraseUserButton id={user.id} name={name} onErased={onClose} />
      )}
      <IconButton label="Close" onClick={onClose}>
        <X size={16} />
      </IconButton>
    </div>
  );
}
