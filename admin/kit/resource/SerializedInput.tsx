import { TextField } from '@mui/material';
import { useState } from 'react';
import { useInput, type Validator } from 'react-admin';
import { fieldErrorOf } from './field-error.tsx';

export interface SerializedInputProps {
  source: string;
  label: string;
  validate?: Validator[];
  helperText?: string | false;
}

/** How a value is formatted as text, and parsed. */
interface Serialization {
  format(value: unknown): string;
  /** Undefined for invalid text; empty text is no value. */
  parse(text: string): unknown;
  /** Error for invalid text. */
  invalidMessage: string;
  hint?: string;
  minRows: number;
  mono?: boolean;
}

/** A value edited as text: the input keeps the typed text, the form holds the parsed value. */
export function SerializedInput({
  source,
  label,
  validate = [],
  helperText,
  serialization,
}: SerializedInputProps & { serialization: Serialization }) {
  const { field, fieldState, id, isRequired } = useInput({ source, validate });
  const [text, setText] = useState(() => serialization.format(field.value));
  const isWrong = text.trim() !== '' && serialization.parse(text) === undefined;
  const message = isWrong ? serialization.invalidMessage : fieldErrorOf(fieldState);
  return (
    <TextField
      id={id}
      label={label}
      required={isRequired}
      multiline
      minRows={serialization.minRows}
      value={text}
      inputRef={field.ref}
      error={message !== undefined}
      helperText={message ?? (helperText || serialization.hint)}
      slotProps={{ htmlInput: { spellCheck: false, ...(serialization.mono && { className: 'mono' }) } }}
      onChange={event => {
        setText(event.target.value);
        field.onChange(serialization.parse(event.target.value) ?? null);
      }}
      onBlur={field.onBlur}
    />
  );
}
