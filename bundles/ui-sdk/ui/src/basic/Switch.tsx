import { Switch as PatternSwitch } from '@patternfly/react-core/dist/esm/components/Switch/Switch';
import { useId } from 'react';

export interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Switch({ label, on, onChange }: SwitchProps) {
  return <PatternSwitch id={useId()} label={label} isChecked={on} onChange={(_, checked) => onChange(checked)} />;
}
