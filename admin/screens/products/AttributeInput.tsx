import { Autocomplete, InputAdornment, MenuItem, TextField } from '@mui/material';
import type { Attribute } from '../../../generated/catalog/types.ts';
import { type FormAttribute, numberProblem } from './attribute-values.ts';
import { useReadOnly } from './read-only.ts';

const MAX_VALUES = 20;

interface AttributeInputProps {
  attribute: Attribute;
  value: FormAttribute;
  onChange(value: FormAttribute): void;
}

/** What a product has of one attribute, with the input of its type. */
export function AttributeInput({ attribute, value, onChange }: AttributeInputProps) {
  const readOnly = useReadOnly();
  const { key, name, type, unit, values = [] } = attribute;
  const id = `attribute-${key}`;
  switch (type) {
    case 'boolean':
      return (
        <TextField
          select
          id={id}
          label={name}
          value={value.boolean ?? ''}
          onChange={event => onChange({ boolean: event.target.value })}
          slotProps={{ input: { readOnly } }}
        >
          <MenuItem value="">Not said</MenuItem>
          <MenuItem value="true">Yes</MenuItem>
          <MenuItem value="false">No</MenuItem>
        </TextField>
      );
    case 'choice':
      return (
        <Autocomplete
          multiple
          id={id}
          readOnly={readOnly}
          options={values}
          getOptionLabel={option => option.name}
          getOptionKey={option => option.key}
          isOptionEqualToValue={(option, chosen) => option.key === chosen.key}
          value={values.filter(option => value.values?.includes(option.key))}
          onChange={(_event, chosen) => onChange({ values: chosen.slice(0, MAX_VALUES).map(option => option.key) })}
          renderInput={params => <TextField {...params} label={name} />}
        />
      );
    case 'number': {
      const problem = numberProblem(value.number);
      return (
        <TextField
          id={id}
          label={name}
          type="number"
          value={value.number ?? ''}
          onChange={event => onChange({ number: event.target.value })}
          error={problem !== undefined}
          helperText={problem}
          slotProps={{
            htmlInput: { readOnly, step: 'any' },
            input: unit === undefined ? {} : { endAdornment: <InputAdornment position="end">{unit}</InputAdornment> },
          }}
        />
      );
    }
    case 'text':
      return (
        <TextField
          id={id}
          className="attribute-inputs-wide"
          label={name}
          multiline
          value={value.text ?? ''}
          onChange={event => onChange({ text: event.target.value })}
          slotProps={{ htmlInput: { readOnly, maxLength: 2_000 } }}
        />
      );
  }
}
