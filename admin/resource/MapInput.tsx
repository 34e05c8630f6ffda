import { TextField } from '@mui/material';
import { useState } from 'react';
import { useInput, type Validator } from 'react-admin';
import { isValues } from '../provider/body.ts';

export interface MapInputProps {
  source: string;
  label: string;
  validate?: Validator[];
  helperText?: string | false;
}

/** Names and their values, one `name: value` a line. */
export function MapInput({ source, label, validate = [], helperText }: MapInputProps) {
  const { field, fieldState, id, isRequired } = useInput({ source, validate });
  const [text, setText] = useState(() => toText(field.value));
  return (
    <TextField
      id={id}
      label={label}
      required={isRequired}
      multiline
      minRows={2}
      value={text}
      inputRef={field.ref}
      error={fieldState.invalid}
      helperText={fieldState.error?.message ?? (helperText || 'One `name: value` a line')}
      onChange={event => {
        setText(event.target.value);
        field.onChange(toMap(event.target.value));
      }}
      onBlur={field.onBlur}
    />
  );
}

function toText(value: unknown): string {
  return isValues(value)
    ? Object.entries(value)
        .map(([name, item]) => `${name}: ${String(item)}`)
        .join('\n')
    : '';
}

function toMap(text: string): Record<string, string> {
  const pairs = text.split('\n').flatMap(line => {
    const at = line.indexOf(':');
    return at > 0 ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const] : [];
  });
  return Object.fromEntries(pairs);
}
