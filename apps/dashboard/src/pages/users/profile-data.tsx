import type { ProfileBody } from '@muster/protocol';
import type { UserRef } from '../../api/users-api.ts';
import { NumberText } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ValueText } from '../value-text.tsx';
import { ProfileTags } from './profile-tags.tsx';

type Stamped = ProfileBody['attributes'][string];

/** Tags, native fields, attributes and traits: what is known, and who said so. */
export function ProfileData({ profile, user }: { profile: ProfileBody; user: UserRef }) {
  return (
    <div className="profile-part">
      <ProfileTags profile={profile} user={user} />
      <section>
        <h3>Native fields</h3>
        <table className="profile-table">
          <tbody>
            <NativeRow label="Name">{profile.name}</NativeRow>
            <NativeRow label="Email">{profile.email}</NativeRow>
            <NativeRow label="Language">{profile.language}</NativeRow>
            <NativeRow label="Created">
              <RelativeTime at={profile.created} />
            </NativeRow>
            <NativeRow label="Sessions">
              <NumberText value={profile.sessions} />
            </NativeRow>
          </tbody>
        </table>
      </section>
      <StampedTable title="Attributes" values={profile.attributes} />
      {Object.keys(profile.traits).length > 0 && (
        <StampedTable title="Segment.io traits" values={profile.traits} />
      )}
    </div>
  );
}

function NativeRow({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className="wrap-anywhere" dir="auto">
        {children ?? <span className="quiet">–</span>}
      </td>
    </tr>
  );
}

function StampedTable({ title, values }: { title: string; values: Record<string, Stamped> }) {
  const rows = Object.entries(values).sort(([one], [other]) => one.localeCompare(other));
  return (
    <section>
      <h3>
        {title} <span className="quiet">{rows.length}</span>
      </h3>
      {rows.length === 0 ? (
        <p className="quiet">None yet.</p>
      ) : (
        <table className="profile-table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Value</th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([key, { value, source, updatedAt }]) => (
              <tr key={key}>
                <th scope="row" className="code wrap-anywhere">
                  {key}
                </th>
                <td className="wrap-anywhere" dir="auto">
                  <ValueText value={value} />
                </td>
                <td className="profile-source">
                  {source}
                  <span className="cell-note">
                    <RelativeTime at={updatedAt} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
