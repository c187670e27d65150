import { measureTree } from '@muster/conditions';
import { formatCount } from '../../ui/number-text.tsx';
import { FormulaText } from './formula-text.tsx';
import type { SegmentEditor } from './segment-editor.ts';
import { useNames } from './segment-names.ts';

interface ConditionsCardProps {
  editor: SegmentEditor;
}

/** *Who is in it*: the conditions in words. */
export function ConditionsCard({ editor }: ConditionsCardProps) {
  const names = useNames();
  const { conditions } = editor.draft;
  const { conditions: count } = measureTree(conditions);
  return (
    <section className="card conditions-card" aria-label="Who is in it">
      <h2>
        Who is in it <span className="card-note">{formatCount(count, 'condition')}</span>
      </h2>
      <div className="conditions-foot">
        <p className="formula">
          <FormulaText tree={conditions} names={names} />
        </p>
      </div>
    </section>
  );
}
