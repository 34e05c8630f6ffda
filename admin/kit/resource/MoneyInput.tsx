import { InputAdornment, TextField } from '@mui/material';
import { useState } from 'react';
import { useInput, type Validator } from 'react-admin';
import { isMoney } from '../../../look/money.ts';
import { amountText, parseAmount } from '../money.ts';
import { fieldErrorOf } from './field-error.tsx';

export interface MoneyInputProps {
  source: string;
  label: string;
  validate?: Validator[];
  helperText?: string | false;
  /** Where there is no amount yet. */
  currency?: string;
}

/** An amount in the currency's own digits; the form holds minor units. */
export function MoneyInput({ source, label, validate = [], helperText, currency = 'USD' }: MoneyInputProps) {
  const { field, fieldState, isRequired, id } = useInput({ source, validate });
  const value: unknown = field.value;
  const used = isMoney(value) ? value.currency : currency;
  const [text, setText] = useState<string>();
  const shown = text ?? (isMoney(value) ? amountText(value) : '');
  const isWrong = shown !== '' && parseAmount(shown, used) === undefined;
  const message = isWrong ? 'Not an amount' : fieldErrorOf(fieldState);
  return (
    <TextField
      id={id}
      label={label}
      required={isRequired}
      value={shown}
      inputRef={field.ref}
      error={message !== undefined}
      helperText={message ?? (helperText || undefined)}
      onChange={event => {
        setText(event.target.value);
        const amount = parseAmount(event.target.value, used);
        field.onChange(amount === undefined ? null : { amount, currency: used });
      }}
      onBlur={() => {
        if (!isWrong) setText(undefined);
        field.onBlur();
      }}
      slotProps={{
        htmlInput: { inputMode: 'decimal', autoComplete: 'off' },
        input: { endAdornment: <InputAdornment position="end">{used}</InputAdornment> },
      }}
    />
  );
}
