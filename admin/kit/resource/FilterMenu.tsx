import ExpandMore from '@mui/icons-material/ExpandMore';
import { Button, Checkbox, FormControlLabel, Popover, Radio, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import type { AdminField } from '../../../contracts/codegen/runtime/admin.ts';
import { foldText } from '../../../look/fold-text.ts';
import { humanize } from '../components/status-tones.ts';

/** A value of a filter, as people know it. */
export interface FilterChoice {
  value: string;
  label: string;
}

export interface FilterMenuProps {
  field: AdminField;
  /** The values that there are, where the contract does not list them. */
  choices?: readonly FilterChoice[] | undefined;
  value: unknown;
  onChange(value: unknown): void;
}

/** One filter: a button with its value, and a popover to change it. */
export function FilterMenu({ field, choices, value, onChange }: FilterMenuProps) {
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
        {isSet ? `${field.label}: ${labelOf(choices, value) ?? filterValueText(field, value)}` : field.label}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': `Filter by ${field.label}` } }}
      >
        <div className="filter-panel">
          {field.choices ? (
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

function Choices({ field, value, onChange }: FilterMenuProps) {
  const chosen: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const toggle = (choice: string | number) => {
    if (!field.many) return onChange(choice);
    const next = chosen.includes(choice) ? chosen.filter(item => item !== choice) : [...chosen, choice];
    onChange(next.length > 0 ? next : undefined);
  };
  return (
    <fieldset className="filter-choices" aria-label={field.label}>
      {(field.choices ?? []).map(choice => (
        <FormControlLabel
          key={choice}
          label={humanize(String(choice))}
          control={
            field.many ? (
              <Checkbox checked={chosen.includes(choice)} onChange={() => toggle(choice)} />
            ) : (
              <Radio
                size="small"
                color="secondary"
                sx={{ p: 1.5 }}
                checked={chosen.includes(choice)}
                onChange={() => toggle(choice)}
              />
            )
          }
        />
      ))}
    </fieldset>
  );
}

function YesNo({ value, onChange }: Omit<FilterMenuProps, 'field'>) {
  return (
    <fieldset className="filter-choices" aria-label="Yes or no">
      {[true, false].map(choice => (
        <FormControlLabel
          key={String(choice)}
          label={choice ? 'Yes' : 'No'}
          control={
            <Radio
              size="small"
              color="secondary"
              sx={{ p: 1.5 }}
              checked={value === choice}
              onChange={() => onChange(choice)}
            />
          }
        />
      ))}
    </fieldset>
  );
}

/** One of many values, found by what it is called; Enter takes the first. */
function Named({ field, choices = [], value, onChange }: FilterMenuProps) {
  const [text, setText] = useState('');
  const found = choices.filter(({ label }) => foldText(label).includes(foldText(text.trim())));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const [first] = found;
    if (first) onChange(first.value);
  };
  return (
    <form onSubmit={submit}>
      <TextField
        label={`Find a ${field.label.toLowerCase()}`}
        autoFocus
        fullWidth
        value={text}
        onChange={event => setText(event.target.value)}
      />
      <fieldset className="filter-choices filter-named" aria-label={field.label}>
        {found.map(choice => (
          <FormControlLabel
            key={choice.value}
            label={choice.label}
            control={
              <Radio
                size="small"
                color="secondary"
                sx={{ p: 1.5 }}
                checked={choice.value === value}
                onChange={() => onChange(choice.value)}
              />
            }
          />
        ))}
      </fieldset>
      {found.length === 0 && <p className="faint">Nothing is called that.</p>}
    </form>
  );
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
