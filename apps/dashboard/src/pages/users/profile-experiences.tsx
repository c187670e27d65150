import type { ExplainedGroup } from '@muster/conditions';
import type { ExperienceRule, UserExperienceBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  ChevronRight,
  CircleCheck,
  CircleMinus,
  CircleX,
  Sparkles,
  TriangleAlert,
} from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { type UserRef, userExperiencesQuery, type Visit } from '../../api/users-api.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Field, Input } from '../../ui/input.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { typeLooks } from '../experiences/experience-types.ts';
import { ProblemState } from '../problem-state.tsx';
import { useNames } from '../use-names.ts';
import { ValueText } from '../value-text.tsx';
import { WhyGroup } from './why.tsx';

const devices = [
  { value: 'desktop', label: 'On a desktop' },
  { value: 'tablet', label: 'On a tablet' },
  { value: 'mobile', label: 'On a mobile' },
] as const;

/** What the user has seen and answered, and of every experience why she sees it now or does not. */
export function ProfileExperiences({ user }: { user: UserRef }) {
  const { id: projectId } = useProject();
  const [address, setAddress] = useState('');
  const [device, setDevice] = useState<Visit['device']>('desktop');
  const typed = useDeferredValue(address.trim());
  const url = URL.canParse(typed) ? new URL(typed).href : undefined;
  const { data, error, refetch } = useQuery({
    ...userExperiencesQuery(projectId, user, { url, device }),
    placeholderData: (previous) => previous,
  });
  if (error) {
    return <ProblemState error={error} what="the experiences" onRetry={() => void refetch()} />;
  }
  if (!data) {
    return (
      <div className="profile-part">
        <Skeleton lines={5} label="Loading the experiences" />
      </div>
    );
  }
  if (data.length === 0) {
    return (
      <EmptyState icon={<Sparkles size={20} />} title="No experiences yet">
        Once the project has some, this says which of them the user sees, and why.
      </EmptyState>
    );
  }
  return (
    <div className="profile-part">
      <div className="visit">
        <Field
          label="As if on this page"
          hint={
            typed !== '' && url === undefined
              ? 'This is no address: pages are not looked at.'
              : 'Left empty, rules about pages and devices are not looked at.'
          }
        >
          {(control) => (
            <Input
              {...control}
              type="url"
              className="code"
              placeholder="https://example.com/pricing"
              value={address}
              onChange={(event) => setAddress(event.target.value)}
            />
          )}
        </Field>
        <Select label="Device" options={devices} value={device} onChange={setDevice} />
      </div>
      <ul className="memberships">
        {data.map((experience) => (
          <ExperienceEntry key={experience.id} experience={experience} />
        ))}
      </ul>
    </div>
  );
}

function ExperienceEntry({ experience }: { experience: UserExperienceBody }) {
  const { id: projectId } = useProject();
  const [isOpen, setOpen] = useState(false);
  const { id, name, type, isShown, rules } = experience;
  return (
    <li className="membership">
      <div className="membership-head">
        <button
          type="button"
          className="disclosure"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight size={14} aria-hidden="true" className="disclosure-arrow" />
          {isShown ? (
            <CircleCheck size={16} aria-hidden="true" className="verdict-in" />
          ) : (
            <CircleMinus size={16} aria-hidden="true" className="verdict-out" />
          )}
          <span className="membership-name wrap-anywhere" dir="auto">
            {name}
          </span>
          <span className="quiet">{typeLooks[type].label}</span>
          <span className={isShown ? 'verdict-in' : 'verdict-out'}>
            {isShown ? 'Shown' : 'Not shown'}
          </span>
        </button>
        <Link
          to="/p/$projectId/experiences/$experienceId/target"
          params={{ projectId, experienceId: id }}
          className="row-link"
        >
          Open
        </Link>
      </div>
      <Interactions {...experience} />
      {isOpen && (
        <ul className="rule-list" aria-label={`Rules of ${name}`}>
          {rules.map((verdict) => (
            <RuleEntry key={verdict.rule} verdict={verdict} experience={experience} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** When she saw, completed and closed it, and what she answered. */
function Interactions(experience: UserExperienceBody) {
  const names = useNames();
  const { id, seen, completed, dismissed, answers } = experience;
  const moments = [
    ['Seen', seen],
    ['completed', completed],
    ['dismissed', dismissed],
  ] as const;
  const happened = moments.filter(([, at]) => at !== null);
  if (happened.length === 0 && answers.length === 0) return null;
  return (
    <div className="membership-note">
      <p>
        {happened.map(([word, at], index) => (
          <span key={word}>
            {index > 0 && ', '}
            {word} <RelativeTime at={at ?? ''} />
          </span>
        ))}
      </p>
      {answers.map(({ stepId, value, answeredAt }) => (
        <p key={stepId} className="wrap-anywhere" dir="auto">
          {names.step?.(id, stepId) ?? stepId}:{' '}
          <b>
            <ValueText value={value} />
          </b>{' '}
          <span className="quiet">
            <RelativeTime at={answeredAt} />
          </span>
        </p>
      ))}
    </div>
  );
}

const ruleNames: Readonly<Record<ExperienceRule, string>> = {
  status: 'Status',
  showOn: 'Show on',
  where: 'Where',
  who: 'Who',
  schedule: 'Start and expiry',
  repeat: 'How often',
  rateLimit: 'Rate limit',
};

interface RuleEntryProps {
  verdict: UserExperienceBody['rules'][number];
  experience: UserExperienceBody;
}

function RuleEntry({ verdict, experience }: RuleEntryProps) {
  const names = useNames();
  const { rule, passes, reason } = verdict;
  const Mark = passes ? CircleCheck : CircleX;
  const { why, problems } = experience;
  return (
    <li>
      <div className="why-condition">
        <Mark
          size={15}
          role="img"
          aria-label={passes ? 'Passes' : 'Does not pass'}
          className={passes ? 'verdict-in' : 'verdict-not'}
        />
        <span className="rule-name">{ruleNames[rule]}</span>
        <span className="rule-reason wrap-anywhere">
          <Sentence text={reason} />
        </span>
      </div>
      {rule === 'who' && isGroup(why) && why.children.length > 0 && (
        <WhyGroup group={why} names={names} />
      )}
      {rule === 'who' &&
        problems.map(({ path, message }) => (
          <p key={path} className="membership-note verdict-not">
            <TriangleAlert size={14} aria-hidden="true" /> {message}
          </p>
        ))}
    </li>
  );
}

function isGroup(why: unknown): why is ExplainedGroup {
  return typeof why === 'object' && why !== null && 'children' in why;
}

const instant = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** A sentence of the server, its instants as times of the reader. */
function Sentence({ text }: { text: string }) {
  return text.split(instant).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a sentence have no other name
      <RelativeTime key={index} at={part} />
    ) : (
      part
    ),
  );
}
