import type { UserEventBody } from '@muster/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import { type UserRef, userEventsQuery } from '../../api/users-api.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProblemState } from '../problem-state.tsx';
import { PropertyList } from '../property-list.tsx';
import { useNames } from '../use-names.ts';
import { ValueText } from '../value-text.tsx';
import { EventTile } from './event-tile.tsx';
import { type ExperienceEvent, readExperienceEvent } from './experience-event.ts';

/** What the user did, newest first. */
export function ProfileActivity({ user }: { user: UserRef }) {
  const { id: projectId } = useProject();
  const list = useInfiniteQuery(userEventsQuery(projectId, user));
  if (list.error) {
    return (
      <ProblemState error={list.error} what="the activity" onRetry={() => void list.refetch()} />
    );
  }
  if (!list.data) {
    return (
      <div className="profile-part">
        <Skeleton lines={8} label="Loading the activity" />
      </div>
    );
  }
  const events = list.data.pages.flatMap((page) => page.events);
  if (events.length === 0) {
    return (
      <EmptyState icon={<Activity size={20} />} title="Nothing yet">
        Events of this user appear here, whatever source they come from.
      </EmptyState>
    );
  }
  return (
    <div className="profile-part">
      <ol className="activity">
        {events.map((event) => (
          <EventEntry key={`${event.source} ${event.messageId}`} event={event} />
        ))}
      </ol>
      {list.hasNextPage && (
        <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show earlier ones
        </Button>
      )}
    </div>
  );
}

function EventEntry({ event }: { event: UserEventBody }) {
  const about = readExperienceEvent(event, useNames());
  return (
    <li className="activity-entry">
      <EventTile source={event.source} />
      <div className="activity-what">
        {about ? <AboutExperience {...about} /> : <AnyEvent {...event} />}
      </div>
      <span className="quiet activity-time">
        <RelativeTime at={event.timestamp} />
      </span>
    </li>
  );
}

function AboutExperience({ what, step, value }: ExperienceEvent) {
  return (
    <>
      <span className="wrap-anywhere" dir="auto">
        {what}
      </span>
      {step !== undefined && (
        <p className="activity-properties">
          <span className="wrap-anywhere" dir="auto">
            {step}
            {value !== undefined && (
              <>
                : <ValueText value={value} />
              </>
            )}
          </span>
        </p>
      )}
    </>
  );
}

function AnyEvent({ name, properties }: UserEventBody) {
  return (
    <>
      <span className="code wrap-anywhere">{name}</span>
      <PropertyList properties={properties} />
    </>
  );
}
