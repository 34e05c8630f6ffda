import Close from '@mui/icons-material/Close';
import { Button, IconButton } from '@mui/material';
import { type KeyboardEvent, useState } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import type { FormOption } from './form-variant.ts';
import type { ProductForm } from './product-form.ts';
import {
  MAX_VARIANTS,
  newOption,
  optionsProblem,
  typedValues,
  variantCount,
  variantsAfter,
} from './product-options.ts';
import { useReadOnly } from './read-only.ts';

const MAX_OPTIONS = 5;

/** The options of a product. Its variants follow while they are edited; a renamed value keeps its variants. */
export function Options() {
  const { control, setValue, getValues } = useFormContext<ProductForm>();
  const { field, fieldState } = useController({
    control,
    name: 'options',
    rules: { validate: (value: readonly FormOption[]) => optionsProblem(value) ?? true },
  });
  const [open, setOpen] = useState(false);
  const [tooMany, setTooMany] = useState<number>();
  const readOnly = useReadOnly();
  const options = field.value;

  /** Changes the options, and the variants where options or values were added or removed. */
  const change = (next: FormOption[]) => {
    const count = variantCount(next);
    setTooMany(count > MAX_VARIANTS ? count : undefined);
    if (count > MAX_VARIANTS) return;
    const base = getValues('slug') || getValues('title');
    const variants = variantsAfter(options, next, getValues('variants'), base);
    field.onChange(next);
    setValue('variants', variants, { shouldDirty: true });
  };
  const replace = (option: FormOption) => change(options.map(known => (known.id === option.id ? option : known)));

  const problem = fieldState.error?.message;
  if (!open && problem === undefined)
    return (
      <div className="options-line">
        <span className="soft">
          {options.length === 0
            ? 'One variant, nothing to choose.'
            : options.map(({ name, values }) => `${name}: ${values.map(({ text }) => text).join(', ')}`).join(' · ')}
        </span>
        {!readOnly && (
          <Button
            size="small"
            onClick={() => {
              if (options.length === 0) change([newOption('Size')]);
              setOpen(true);
            }}
          >
            {options.length === 0 ? 'Add options' : 'Change options'}
          </Button>
        )}
      </div>
    );
  return (
    <fieldset className="options">
      <legend className="unseen">Options</legend>
      {options.map((option, index) => (
        <OptionRow
          key={option.id}
          option={option}
          position={index + 1}
          onChange={replace}
          onRemove={() => change(options.filter(({ id }) => id !== option.id))}
        />
      ))}
      {problem !== undefined && (
        <p className="cell-problem" role="alert">
          {problem}
        </p>
      )}
      {tooMany !== undefined && (
        <p className="cell-problem" role="alert">
          That would make {tooMany} variants; a product has at most {MAX_VARIANTS}.
        </p>
      )}
      <div className="options-line">
        <Button
          size="small"
          disabled={options.length >= MAX_OPTIONS}
          onClick={() => change([...options, newOption('')])}
        >
          Another option
        </Button>
        <Button size="small" onClick={() => setOpen(false)}>
          Done
        </Button>
      </div>
    </fieldset>
  );
}

interface OptionRowProps {
  option: FormOption;
  position: number;
  onChange(option: FormOption): void;
  onRemove(): void;
}

function OptionRow({ option, position, onChange, onRemove }: OptionRowProps) {
  const { name, values } = option;
  const called = name.trim() || `option ${position}`;
  const rename = (id: string, text: string) =>
    onChange({ ...option, values: values.map(value => (value.id === id ? { ...value, text } : value)) });
  return (
    <div className="options-row">
      <input
        className="cell options-name"
        aria-label={`Name of option ${position}`}
        placeholder="Size"
        maxLength={100}
        value={name}
        onKeyDown={keepInField}
        onChange={event => onChange({ ...option, name: event.target.value })}
      />
      <div className="options-values">
        {values.map(({ id, text }, index) => (
          <span key={id} className="options-value">
            <input
              className="cell"
              aria-label={`Value ${index + 1} of ${called}`}
              aria-invalid={text.trim() === ''}
              size={Math.max(2, text.length)}
              maxLength={100}
              value={text}
              onKeyDown={keepInField}
              onChange={event => rename(id, event.target.value)}
            />
            <IconButton
              aria-label={`Remove ${text.trim() || `value ${index + 1}`} from ${called}`}
              onClick={() => onChange({ ...option, values: values.filter(value => value.id !== id) })}
            >
              <Close fontSize="small" />
            </IconButton>
          </span>
        ))}
        <NewValues option={option} label={`Add values to ${called}`} onChange={onChange} />
      </div>
      <IconButton aria-label={`Remove ${called}`} onClick={onRemove}>
        <Close fontSize="small" />
      </IconButton>
    </div>
  );
}

/**
 * Takes one value, or several with commas between; they are added at a comma, with Enter, and when the field is left.
 */
function NewValues({
  option,
  label,
  onChange,
}: {
  option: FormOption;
  label: string;
  onChange(option: FormOption): void;
}) {
  const [text, setText] = useState('');
  const add = (typed: string, rest = '') => {
    const added = typedValues(typed, option);
    if (added.length > 0) onChange({ ...option, values: [...option.values, ...added] });
    setText(rest);
  };
  const type = (next: string) => {
    const comma = next.lastIndexOf(',');
    if (comma < 0) setText(next);
    else add(next.slice(0, comma), next.slice(comma + 1).trimStart());
  };
  return (
    <input
      className="cell options-new"
      aria-label={label}
      placeholder={option.values.length === 0 ? 'S, M, L' : 'Add'}
      value={text}
      onChange={event => type(event.target.value)}
      onBlur={() => add(text)}
      onKeyDown={event => {
        keepInField(event);
        if (event.key === 'Enter') add(text);
      }}
    />
  );
}

/** Enter does not submit the form from here. */
function keepInField(event: KeyboardEvent): void {
  if (event.key === 'Enter') event.preventDefault();
}
