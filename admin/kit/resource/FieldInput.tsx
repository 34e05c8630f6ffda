import './field-input.css';
import {
  BooleanInput,
  CheckboxGroupInput,
  NumberInput,
  PasswordInput,
  SelectInput,
  TextArrayInput,
  TextInput,
} from 'react-admin';
import { humanize } from '../components/status-tones.ts';
import type { FieldInputProps } from './field-input-props.ts';
import { JsonInput } from './JsonInput.tsx';
import { ListInput } from './ListInput.tsx';
import { MapInput } from './MapInput.tsx';
import { MoneyInput } from './MoneyInput.tsx';
import { validatorsOf } from './validators.ts';

/** The input of a field of a generated form. */
export function FieldInput({ field, source = field.name, autoFocus = false }: FieldInputProps) {
  const common = {
    source,
    label: field.label,
    validate: validatorsOf(field),
    helperText: field.description ?? (false as const),
    ...(isPlain(field.default) && { defaultValue: field.default }),
  };
  const { defaultValue: _, ...withoutDefault } = common;
  const choices = (field.choices ?? []).map(choice => ({ id: choice, name: humanize(String(choice)) }));
  switch (field.kind) {
    case 'password':
      return <PasswordInput {...common} autoComplete="new-password" />;
    case 'paragraph':
      return <TextInput {...common} multiline minRows={3} />;
    case 'number':
      return <NumberInput {...common} step={field.integer ? 1 : 'any'} />;
    case 'money':
      return <MoneyInput {...common} />;
    case 'boolean':
      return <BooleanInput {...common} />;
    case 'enum':
      return <SelectInput {...common} choices={choices} emptyText={field.required ? undefined : 'None'} />;
    case 'choices':
      return <CheckboxGroupInput {...withoutDefault} choices={choices} />;
    case 'tags':
      return <TextArrayInput {...withoutDefault} />;
    case 'date':
      return <TextInput {...common} type="date" />;
    case 'time':
      return <TextInput {...common} type="datetime-local" parse={toInstant} format={toLocal} />;
    case 'object':
      return (
        <fieldset className="field-group">
          <legend>{field.label}</legend>
          {field.fields?.map(inner => (
            <FieldInput key={inner.name} field={inner} source={`${source}.${inner.name}`} />
          ))}
        </fieldset>
      );
    case 'list':
      return <ListInput source={source} field={field} input={FieldInput} />;
    case 'map':
      return <MapInput {...common} />;
    case 'json':
      return <JsonInput {...common} />;
    default:
      return (
        <TextInput
          {...common}
          autoFocus={autoFocus}
          type={field.format === 'idn-email' ? 'email' : field.format === 'uri' ? 'url' : 'text'}
        />
      );
  }
}

/** A `datetime-local` value (local time without a zone) as an instant. */
function toInstant(text: string): string | null {
  return text === '' ? null : new Date(text).toISOString();
}

function toLocal(value: unknown): string {
  if (typeof value !== 'string' || value === '') return '';
  const at = new Date(value);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
