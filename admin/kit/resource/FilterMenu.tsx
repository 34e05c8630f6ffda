import ExpandMore from '@mui/icons-material/ExpandMore';
import { Button, Popover, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import type { AdminField } from '../../../contracts/codegen/runtime/admin.ts';
import { humanize } from '../components/status-tones.ts';
import { Choices, type FilterChoice, type FilterMenuProps, Named, YesNo } from './FilterChoices.tsx';

/** One filter: a button with its value, and a popover to change it. */
export function FilterMenu({ field, choices, input, value, onChange }: FilterMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const isSet = value !== undefined && value !== null && value !== '';
  const close = () => setAnchor(null);
  return (
    <>
      <Button
        onClick={event => setAnchor(event.currentTarget)}
        endIcon={<ExpandMore />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        sx={
          isSet
            ? { borderColor: 'var(--accent)', color: 'var(--accent-ink)', background: 'var(--accent-tint)' }
            : { color: 'var(--ink-soft)' }
        }
      >
        {isSet
          ? (input?.text(value) ?? `${field.label}: ${labelOf(choices, value) ?? filterValueText(field, value)}`)
          : field.label}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': `Filter by ${field.label}` } }}
      >
        <div className="filter-panel">
          {input ? (
            input.render({
              value,
              onChange: next => {
                onChange(next);
                close();
              },
            })
          ) : field.choices ? (
            <Choices field={field} value={value} onChange={onChange} />
          ) : field.kind === 'boolean' ? (
            <YesNo value={value} onChange={onChange} />
          ) : choices ? (
            <Named
              field={field}
              choices={choices}
              value={value}
              onChange={next => {
                onChange(next);
                close();
              }}
            />
          ) : (
            <Typed
              field={field}
              value={value}
              onChange={next => {
                onChange(next);
                close();
              }}
            />
          )}
          <div className="filter-foot">
            <Button
              variant="text"
              disabled={!isSet}
              onClick={() => {
                onChange(undefined);
                close();
              }}
            >
              Clear
            </Button>
          </div>
        </div>
      </Popover>
    </>
  );
}

const labelOf = (choices: readonly FilterChoice[] = [], value: unknown): string | undefined =>
  choices.find(choice => choice.value === value)?.label;

function filterValueText(field: AdminField, value: unknown): string {
  if (Array.isArray(value)) return value.map(item => humanize(String(item))).join(', ');
  if (field.kind === 'time' || field.kind === 'date') return new Date(String(value)).toLocaleDateString();
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return field.choices ? humanize(String(value)) : String(value);
}

/** Text, a number or a day. */
function Typed({ field, value, onChange }: FilterMenuProps) {
  const isTime = field.kind === 'time' || field.kind === 'date';
  const start = isTime && typeof value === 'string' ? value.slice(0, 10) : String(value ?? '');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('value') ?? '').trim();
    if (text === '') onChange(undefined);
    else if (field.kind === 'number') onChange(Number(text));
    else if (field.kind === 'time') onChange(new Date(`${text}T00:00:00`).toISOString());
    else onChange(text);
  };
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: 12 }}>
      <TextField
        name="value"
        label={field.label}
        defaultValue={start}
        autoFocus
        type={isTime ? 'date' : field.kind === 'number' ? 'number' : 'text'}
        helperText={field.description}
      />
      <Button type="submit" variant="contained">
        Apply
      </Button>
    </form>
  );
}
