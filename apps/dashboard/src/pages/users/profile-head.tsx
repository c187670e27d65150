import type { ProfileBody } from '@muster/protocol';
import { Download, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { userFilePath } from '../../api/user-changes-api.ts';
import { nameOf, type UserRef } from '../../api/users-api.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { EraseUsersDialog } from './erase-users-dialog.tsx';

interface ProfileHeadProps {
  profile: ProfileBody;
  user: UserRef;
  onClose: () => void;
}

/** Who it is, and what can be done with all of it. */
export function ProfileHead({ profile, user, onClose }: ProfileHeadProps) {
  const { id: projectId, mayEdit } = useProject();
  const [isErasing, setErasing] = useState(false);
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
      <Tooltip label="Export all that is kept of this user">
        <a
          className="icon-button"
          href={userFilePath(projectId, user)}
          download
          aria-label="Export all that is kept of this user"
        >
          <Download size={15} />
        </a>
      </Tooltip>
      {mayEdit && (
        <IconButton label="Erase this user" look="danger" onClick={() => setErasing(true)}>
          <Trash2 size={15} />
        </IconButton>
      )}
      {isErasing && (
        <EraseUsersDialog
          users={[user]}
          name={name}
          onClose={() => setErasing(false)}
          onErased={onClose}
        />
      )}
      <IconButton label="Close" onClick={onClose}>
        <X size={16} />
      </IconButton>
    </div>
  );
}
