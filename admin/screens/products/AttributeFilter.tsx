import { Button, MenuItem, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import type { Attribute } from '../../../generated/catalog/types.ts';
import { Choice } from '../../kit/resource/FilterChoices.tsx';
import { attributeFilterOf, boundsOf, rangeOf } from './attribute-filter.ts';

interface AttributeFilterProps {
  attributes: readonly Attribute[];
  value: unknown;
  onChange(value: unknown): void;
}

/** Filters products by an attribute: first which one, then what products have of it. */
export function AttributeFilter({ attributes, value, onChange }: AttributeFilterProps) {
  const chosen = attributeFilterOf(value);
  const [key, setKey] = useState(chosen?.key ?? '');
  const attribute = attributes.find(each => each.key === key);
  if (attributes.length === 0) return <p className="faint">No attribute yet: add one under Attributes.</p>;
  return (
    <>
      <TextField
        select
        fullWidth
        label="Attribute"
        value={attribute ? key : ''}
        onChange={event => setKey(event.target.value)}
      >
        {attributes.map(each => (
          <MenuItem key={each.key} value={each.key}>
            {each.name}
          </MenuItem>
        ))}
      </TextField>
      {attribute && (
        <Values
          key={key}
          attribute={attribute}
          value={chosen?.key === key ? (chosen.value ?? '') : undefined}
          onChoose={next => onChange(next === '' ? key : `${key}:${next}`)}
        />
      )}
    </>
  );
}

interface ValuesProps {
  attribute: Attribute;
  /** Empty for any value; undefined where this attribute is not filtered by. */
  value: string | undefined;
  onChoose(value: string): void;
}

function Values({ attribute, value, onChoose }: ValuesProps) {
  if (attribute.type === 'number') return <Range attribute={attribute} value={value} onChoose={onChoose} />;
  return (
    <fieldset className="filter-choices filter-named" aria-label={attribute.name}>
      {choicesOf(attribute).map(choice => (
        <Choice
          key={choice.value}
          label={choice.label}
          chosen={choice.value === value}
          onChoose={() => onChoose(choice.value)}
        />
      ))}
    </fieldset>
  );
}

function choicesOf({ type, values = [] }: Attribute): { value: string; label: string }[] {
  const any = { value: '', label: type === 'text' ? 'Products that have it' : 'Any value' };
  if (type === 'boolean') return [any, { value: 'true', label: 'Yes' }, { value: 'false', label: 'No' }];
  return [any, ...values.map(({ key, name }) => ({ value: key, label: name }))];
}

function Range({ attribute: { name, unit }, value, onChoose }: ValuesProps) {
  const bounds = boundsOf(value);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = (field: string) => {
      const text = String(form.get(field) ?? '').trim();
      return text === '' ? '' : String(Number(text));
    };
    onChoose(rangeOf({ from: typed('from'), to: typed('to') }) ?? '');
  };
  const number = (field: 'from' | 'to', label: string) => (
    <TextField
      name={field}
      label={unit === undefined ? label : `${label} (${unit})`}
      defaultValue={bounds[field]}
      type="number"
      slotProps={{ htmlInput: { step: 'any' } }}
    />
  );
  return (
    <form onSubmit={submit} className="filter-range" aria-label={name}>
      {number('from', 'From')}
      {number('to', 'To')}
      <Button type="submit" variant="contained">
        Apply
      </Button>
    </form>
  );
}
