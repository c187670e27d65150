import { Badge } from '../../ui/badge.tsx';
import { useBuilder } from '../builder-context.ts';
import { ChoiceButton } from '../choice-button.tsx';
import type { FieldsProps } from './condition-fields.tsx';

/** Whether someone is in a saved segment, and in which. */
export function SegmentFields({ condition, onChange }: FieldsProps<'segment'>) {
  const { data, readOnly } = useBuilder();
  const { segmentId, not = false } = condition;
  const { segments } = data.catalog;
  const segment = segments.find(({ id }) => id === segmentId);
  return (
    <>
      <span className="row-name">Segment</span>
      <ChoiceButton
        label="Segment: operator"
        look="quiet"
        value={String(not)}
        options={[
          { id: 'false', label: 'is in' },
          { id: 'true', label: 'is not in' },
        ]}
        disabled={readOnly}
        onChange={(chosen) =>
          onChange({ type: 'segment', segmentId, ...(chosen === 'true' && { not: true }) })
        }
      />
      {segment?.badge && <Badge {...segment.badge} />}
      <ChoiceButton
        label="Segment"
        value={segmentId}
        shown={segment?.name ?? `unknown segment ${segmentId}`}
        options={segments.map(({ id, name, badge, audience }) => ({
          id,
          label: name,
          icon: badge && <Badge {...badge} />,
          note: audience?.toLocaleString(),
        }))}
        disabled={readOnly}
        isOperand
        onChange={(chosen) => onChange({ ...condition, segmentId: chosen })}
      />
    </>
  );
}
