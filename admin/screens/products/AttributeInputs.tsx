import './attribute-inputs.css';
import { InputAdornment } from '@mui/material';
import {
  AutocompleteArrayInput,
  maxLength,
  maxValue,
  minValue,
  NumberInput,
  SelectInput,
  TextInput,
} from 'react-admin';
import { useWatch } from 'react-hook-form';
import { Link } from 'react-router';
import type { Attribute } from '../../../generated/catalog/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { useAttributes } from '../../kit/api/use-attributes.ts';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { attributeDrafts, type FormAttributes } from './attribute-values.ts';
import { useReadOnly } from './read-only.ts';

const answers = [
  { id: 'true', name: 'Yes' },
  { id: 'false', name: 'No' },
];
const LIMIT = 1_000_000_000;

/** What a product has of each attribute, with the input of its type; read-only, of those that it has. */
export function AttributeInputs() {
  const { can } = useAccess();
  const readOnly = useReadOnly();
  const attributes = useAttributes();
  const values: FormAttributes = useWatch({ name: 'attributes' }) ?? {};
  const own = new Set(attributeDrafts(values).map(({ key }) => key));
  return (
    <QueryContent query={attributes} height={80}>
      {all => {
        const shown = readOnly ? all.filter(({ key }) => own.has(key)) : all;
        if (shown.length > 0)
          return (
            <div className="attribute-inputs">
              {shown.map(attribute => (
                <AttributeInput key={attribute.key} attribute={attribute} />
              ))}
            </div>
          );
        if (readOnly) return <p className="faint">Nothing is said of it.</p>;
        return (
          <p className="faint">
            There are no attributes yet. {can('createAttribute') && <Link to="/attributes">Add attributes</Link>}
          </p>
        );
      }}
    </QueryContent>
  );
}

function AttributeInput({ attribute }: { attribute: Attribute }) {
  const readOnly = useReadOnly();
  const { key, name, type, unit, values = [] } = attribute;
  const source = `attributes.${key}`;
  const locked = readOnly ? { readOnly } : {};
  switch (type) {
    case 'boolean':
      return (
        <SelectInput
          {...locked}
          source={`${source}.boolean`}
          label={name}
          choices={answers}
          emptyText="Not said"
          helperText={false}
        />
      );
    case 'choice':
      return (
        <AutocompleteArrayInput
          {...locked}
          source={`${source}.values`}
          label={name}
          choices={values.map(value => ({ id: value.key, name: value.name }))}
          validate={(chosen: unknown) => (Array.isArray(chosen) && chosen.length > 20 ? 'At most 20' : undefined)}
          helperText={false}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...locked}
          source={`${source}.number`}
          label={name}
          step="any"
          validate={[minValue(-LIMIT, `At least -${LIMIT}`), maxValue(LIMIT, `At most ${LIMIT}`)]}
          helperText={false}
          slotProps={{
            input: {
              endAdornment: unit === undefined ? undefined : <InputAdornment position="end">{unit}</InputAdornment>,
            },
          }}
        />
      );
    case 'text':
      return (
        <TextInput
          {...locked}
          className="attribute-inputs-wide"
          source={`${source}.text`}
          label={name}
          multiline
          validate={maxLength(2_000, 'At most 2000 characters')}
          helperText={false}
        />
      );
  }
}
