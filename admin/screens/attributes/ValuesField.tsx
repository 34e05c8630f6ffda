import Close from '@mui/icons-material/CloseOutlined';
import { Button, IconButton, TextField } from '@mui/material';
import { useState } from 'react';
import type { FormValue } from './attribute-form.ts';

interface ValuesFieldProps {
  values: readonly FormValue[];
  problem: string | undefined;
  onChange(values: FormValue[]): void;
}

const MAX_VALUES = 100;

/** The values of a choice, a field each; Enter adds the next. */
export function ValuesField({ values, problem, onChange }: ValuesFieldProps) {
  const [added, setAdded] = useState<number>();
  const add = () => {
    const id = Math.max(-1, ...values.map(value => value.id)) + 1;
    onChange([...values, { id, name: '' }]);
    setAdded(id);
  };
  return (
    <fieldset className="attribute-values">
      <legend>Values</legend>
      {values.map((value, at) => (
        <div key={value.id}>
          <TextField
            value={value.name}
            autoFocus={value.id === added}
            onChange={event =>
              onChange(values.map(each => (each.id === value.id ? { ...each, name: event.target.value } : each)))
            }
            onKeyDown={event => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              if (value.name.trim() !== '' && values.length < MAX_VALUES) add();
            }}
            slotProps={{ htmlInput: { 'aria-label': `Value ${at + 1}`, maxLength: 100, autoComplete: 'off' } }}
          />
          <IconButton
            aria-label={`Remove ${value.name || `value ${at + 1}`}`}
            onClick={() => onChange(values.filter(each => each.id !== value.id))}
          >
            <Close />
          </IconButton>
        </div>
      ))}
      {problem !== undefined && (
        <p role="alert" className="attribute-values-problem">
          {problem}
        </p>
      )}
      <Button disabled={values.length >= MAX_VALUES} onClick={add}>
        Add value
      </Button>
    </fieldset>
  );
}
