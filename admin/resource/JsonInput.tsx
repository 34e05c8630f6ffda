import { TextField } from '@mui/material';
import { useState } from 'react';
import { useInput, type Validator } from 'react-admin';

export interface JsonInputProps {
  source: string;
  label: string;
  validate?: Validator[];
  helperText?: string | false;
}

/** A value that the contract leaves open, as JSON. */
export function JsonInput({ source, label, validate = [], helperText }: JsonInputProps) {
  const { field, fieldState, id, isRequired } = useInput({ source, validate });
  const value: unknown = field.value;
  const [text, setText] = useState(() => (value === undefined || value === null || value === '' ? '' : JSON.stringify(value, null, 2)));
  const parsed = parse(text);
  const message = parsed === undefined && text.trim() !== '' ? 'Not valid JSON' : fieldState.error?.message;
  return (
    <TextField
      id={id}
      label={label}
      required={isRequired}
      multiline
      minRows={3}
      value={text}
      inputRef={field.ref}
      error={message !== undefined}
      helperText={message ?? (helperText || undefined)}
      slotProps={{ htmlInput: { className: 'mono', spellCheck: false } }}
      onChange={event => {
        setText(event.target.value);
        field.onChange(parse(event.target.value) ?? null);
      }}
      onBlur={field.onBlur}
    />
  );
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
