import Add from '@mui/icons-material/Add';
import Delete from '@mui/icons-material/DeleteOutlined';
import { Button, IconButton } from '@mui/material';
import type { ComponentType } from 'react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import type { AdminField } from '../../../contracts/codegen/runtime/admin.ts';
import type { FieldInputProps } from './field-input-props.ts';
import { singular } from './labels.ts';

export interface ListInputProps {
  source: string;
  field: AdminField;
  /** Renders one entry; a property, because `FieldInput` renders lists too. */
  input: ComponentType<FieldInputProps>;
}

/** Entries that can be added, changed and removed one by one. */
export function ListInput({ source, field, input: FieldInput }: ListInputProps) {
  const { control } = useFormContext();
  const { fields: entries, append, remove } = useFieldArray({ control, name: source });
  const { item, label, maxItems = Number.POSITIVE_INFINITY } = field;
  if (!item) return null;
  const one = singular(label);
  return (
    <fieldset className="field-group">
      <legend>{label}</legend>
      {entries.map((entry, index) => (
        <div key={entry.id} className="field-entry">
          <div>
            {item.kind === 'object' ? (
              item.fields?.map(inner => (
                <FieldInput key={inner.name} field={inner} source={`${source}.${index}.${inner.name}`} />
              ))
            ) : (
              <FieldInput field={item} source={`${source}.${index}`} />
            )}
          </div>
          <IconButton aria-label={`Remove ${one} ${index + 1}`} onClick={() => remove(index)}>
            <Delete />
          </IconButton>
        </div>
      ))}
      <div>
        <Button
          startIcon={<Add />}
          disabled={entries.length >= maxItems}
          onClick={() => append(item.kind === 'object' ? {} : '')}
        >
          Add {one}
        </Button>
      </div>
    </fieldset>
  );
}
