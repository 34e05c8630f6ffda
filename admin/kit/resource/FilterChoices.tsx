import { Checkbox, FormControlLabel, Radio, TextField } from '@mui/material';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { AdminField } from '../../../contracts/codegen/runtime/admin.ts';
import { foldText } from '../../../look/fold-text.ts';
import { humanize } from '../components/status-tones.ts';

/** A value of a filter, as people know it. */
export interface FilterChoice {
  value: string;
  label: string;
}

/** A filter that a screen draws itself. */
export interface FilterInput {
  /** The value in words; undefined where none is chosen. */
  text(value: unknown): string | undefined;
  render(props: Pick<FilterMenuProps, 'value' | 'onChange'>): ReactNode;
}

export interface FilterMenuProps {
  field: AdminField;
  /** The values that there are, where the contract does not list them. */
  choices?: readonly FilterChoice[] | undefined;
  input?: FilterInput | undefined;
  value: unknown;
  onChange(value: unknown): void;
}

interface ChoiceProps {
  label: string;
  chosen: boolean;
  /** Whether others may be chosen beside it. */
  isOneOfMany?: boolean | undefined;
  onChoose(): void;
}

/** A radio button, or a checkbox. */
export function Choice({ label, chosen, isOneOfMany = false, onChoose }: ChoiceProps) {
  return (
    <FormControlLabel
      label={label}
      control={
        isOneOfMany ? (
          <Checkbox checked={chosen} onChange={onChoose} />
        ) : (
          <Radio size="small" color="secondary" sx={{ p: 1.5 }} checked={chosen} onChange={onChoose} />
        )
      }
    />
  );
}

/** Of the values that the contract lists, one or several. */
export function Choices({ field, value, onChange }: FilterMenuProps) {
  const chosen: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const toggle = (choice: string | number) => {
    if (!field.many) return onChange(choice);
    const next = chosen.includes(choice) ? chosen.filter(item => item !== choice) : [...chosen, choice];
    onChange(next.length > 0 ? next : undefined);
  };
  return (
    <fieldset className="filter-choices" aria-label={field.label}>
      {(field.choices ?? []).map(choice => (
        <Choice
          key={choice}
          label={humanize(String(choice))}
          isOneOfMany={field.many}
          chosen={chosen.includes(choice)}
          onChoose={() => toggle(choice)}
        />
      ))}
    </fieldset>
  );
}

export function YesNo({ value, onChange }: Omit<FilterMenuProps, 'field'>) {
  return (
    <fieldset className="filter-choices" aria-label="Yes or no">
      {[true, false].map(choice => (
        <Choice
          key={String(choice)}
          label={choice ? 'Yes' : 'No'}
          chosen={value === choice}
          onChoose={() => onChange(choice)}
        />
      ))}
    </fieldset>
  );
}

/** One of many values, found by what it is called; Enter takes the first. */
export function Named({ field, choices = [], value, onChange }: FilterMenuProps) {
  const [text, setText] = useState('');
  const found = choices.filter(({ label }) => foldText(label).includes(foldText(text.trim())));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const [first] = found;
    if (first) onChange(first.value);
  };
  return (
    <form onSubmit={submit}>
      <TextField
        label={`Find a ${field.label.toLowerCase()}`}
        autoFocus
        fullWidth
        value={text}
        onChange={event => setText(event.target.value)}
      />
      <fieldset className="filter-choices filter-named" aria-label={field.label}>
        {found.map(choice => (
          <Choice
            key={choice.value}
            label={choice.label}
            chosen={choice.value === value}
            onChoose={() => onChange(choice.value)}
          />
        ))}
      </fieldset>
      {found.length === 0 && <p className="faint">Nothing is called that.</p>}
    </form>
  );
}
