import { TextField } from '@mui/material';
import { useState } from 'react';
import { useInput, type Validator } from 'react-admin';

export interface WrittenInputProps {
  source: string;
  label: string;
  validate?: Validator[];
  helperText?: string | false;
}

/** How a value is written as text, and read again. */
interface Notation {
  write(value: unknown): string;
  /** Undefined for a text that is no such value; an empty one is none. */
  read(text: string): unknown;
  /** Said of a text that is no such value. */
  wrong: string;
  hint?: string;
  minRows: number;
  mono?: boolean;
}

/** A value that is written as text: what stands there stays as it was typed, the form holds what it means. */
export function WrittenInput({
  source,
  label,
  validate = [],
  helperText,
  notation,
}: WrittenInputProps & { notation: Notation }) {
  const { field, fieldState, id, isRequired } = useInput({ source, validate });
  const [text, setText] = useState(() => notation.write(field.value));
  const isWrong = text.trim() !== '' && notation.read(text) === undefined;
  const message = isWrong ? notation.wrong : fieldState.error?.message;
  return (
    <TextField
      id={id}
      label={label}
      required={isRequired}
      multiline
      minRows={notation.minRows}
      value={text}
      inputRef={field.ref}
      error={message !== undefined}
      helperText={message ?? (helperText || notation.hint)}
      slotProps={{ htmlInput: { spellCheck: false, ...(notation.mono && { className: 'mono' }) } }}
      onChange={event => {
        setText(event.target.value);
        field.onChange(notation.read(event.target.value) ?? null);
      }}
      onBlur={field.onBlur}
    />
  );
}
