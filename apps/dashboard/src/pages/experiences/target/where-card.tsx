import { matchesPage } from '@muster/conditions/page-rules';
import type { TargetBody } from '@muster/protocol';
import { Note } from '../../../ui/badge.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import type { TargetPartProps } from './target-part.ts';
import { TryAddress } from './try-address.tsx';
import { UrlRules } from './url-rules.tsx';

type Where = TargetBody['where'];
type Device = Where['devices'][number];

interface WhereCardProps extends TargetPartProps<Where> {
  isIgnored: boolean;
}

const devices: readonly { value: Device; label: string }[] = [
  { value: 'desktop', label: 'Desktop' },
  { value: 'tablet', label: 'Tablet' },
  { value: 'mobile', label: 'Mobile' },
];

/** *Where*: on which devices and pages. */
export function WhereCard({ value, onChange, readOnly, errorAt, isIgnored }: WhereCardProps) {
  const { urls, match } = value;
  return (
    <section className="card target-card" aria-labelledby="target-where">
      <div className="card-head">
        <h2 id="target-where">Where</h2>
        {isIgnored && <Note>Ignored</Note>}
      </div>
      <fieldset className="target-group" disabled={readOnly}>
        <legend className="field-label">Devices</legend>
        <div className="target-line">
          {devices.map(({ value: device, label }) => (
            <DeviceBox
              key={device}
              label={label}
              isOn={value.devices.includes(device)}
              isLast={value.devices.length === 1}
              onChange={(isOn) =>
                onChange({
                  ...value,
                  devices: devices
                    .map((each) => each.value)
                    .filter((each) => (each === device ? isOn : value.devices.includes(each))),
                })
              }
            />
          ))}
        </div>
      </fieldset>
      <div className="target-group">
        <div className="target-line">
          <h3 className="field-label">Pages</h3>
          {urls.length > 1 && (
            <RadioGroup
              label="Which of the rules must hold"
              look="bar"
              disabled={readOnly}
              value={match}
              onChange={(next) => onChange({ ...value, match: next })}
              options={[
                { value: 'any', label: 'Any rule' },
                { value: 'all', label: 'All rules' },
              ]}
            />
          )}
        </div>
        {urls.length === 0 && <p className="quiet">Every page. Add a rule to narrow it down.</p>}
        <UrlRules
          urls={urls}
          readOnly={readOnly}
          maxCount={50}
          errorAt={(path) => errorAt(`urls${path}`)}
          onChange={(next) => onChange({ ...value, urls: next })}
        />
        {urls.length > 0 && <TryAddress matches={(address) => matchesPage(value, address)} />}
      </div>
    </section>
  );
}

interface DeviceBoxProps {
  label: string;
  isOn: boolean;
  isLast: boolean;
  onChange: (isOn: boolean) => void;
}

function DeviceBox({ label, isOn, isLast, onChange }: DeviceBoxProps) {
  const isKept = isOn && isLast;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is in it
    <label className="device-box" title={isKept ? 'At least one kind of device.' : undefined}>
      <Checkbox
        label={label}
        checked={isOn}
        disabled={isKept}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}
