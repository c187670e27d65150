import type { TargetBody } from '@muster/protocol';
import { Note } from '../../../ui/badge.tsx';
import { useExperienceForm } from '../experience-form.ts';
import { isAsked } from '../experience-status.ts';
import { typeLooks } from '../experience-types.ts';
import { useWho } from '../who/use-who.ts';
import { WhoAudienceCard } from '../who/who-audience-card.tsx';
import { WhoField } from '../who/who-field.tsx';
import { WhoUsers } from '../who/who-users.tsx';
import { ShowOnCard } from './show-on-card.tsx';
import { WhenCard } from './when-card.tsx';
import { WhereCard } from './where-card.tsx';
import './target.css';

/** At which moment it is shown, where, to whom and when. */
export function TargetTab() {
  const { experience, editor, dispatch, readOnly, errorAt } = useExperienceForm();
  const [who, editWho] = useWho('target');
  const { target } = editor.draft;
  const isIgnored = isAsked(target.showOn);
  const partOf = <Part extends 'showOn' | 'where' | 'when'>(part: Part) => ({
    value: target[part],
    readOnly,
    errorAt: (path: string) => errorAt(`target.${part}.${path}`),
    onChange: (value: TargetBody[Part]) =>
      dispatch({ type: 'retarget', target: { ...target, [part]: value } }),
  });
  return (
    <div className="target-body">
      <div className="target-main">
        <ShowOnCard {...partOf('showOn')} experienceId={experience.id} />
        <WhereCard {...partOf('where')} isIgnored={isIgnored} />
        <section className="card target-card" aria-labelledby="target-who">
          <div className="card-head">
            <h2 id="target-who">Who</h2>
            {isIgnored && <Note>Ignored</Note>}
          </div>
          <WhoField
            editor={who}
            dispatch={editWho}
            what={`this ${typeLooks[experience.type].label.toLowerCase()}`}
            readOnly={readOnly}
            isIgnored={isIgnored}
          />
        </section>
        <WhenCard {...partOf('when')} type={experience.type} isIgnored={isIgnored} />
      </div>
      <aside className="target-aside" aria-label="Audience">
        <WhoAudienceCard editor={who} />
      </aside>
      <WhoUsers editor={who} />
    </div>
  );
}
