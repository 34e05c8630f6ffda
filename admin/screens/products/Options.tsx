import Close from '@mui/icons-material/Close';
import { Button, IconButton } from '@mui/material';
import { useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import type { ProductOption } from '../../../generated/catalog/types.ts';
import { combineVariants, type ProductForm } from './product-form.ts';

const MOST_VARIANTS = 200;

/** The options of a product, and the variants of their values. The variants change only with the button. */
export function Options() {
  const { control, setValue, getValues } = useFormContext<ProductForm>();
  const options = useWatch({ control, name: 'options' });
  const [rows, setRows] = useState<{ name: string; values: string }[]>();
  if (!rows)
    return (
      <div className="options-line">
        <span className="soft">
          {options.length === 0
            ? 'One variant, nothing to choose.'
            : options.map(({ name, values }) => `${name}: ${values.join(', ')}`).join(' · ')}
        </span>
        <Button
          size="small"
          onClick={() => setRows(options.length > 0 ? options.map(asRow) : [{ name: 'Size', values: '' }])}
        >
          {options.length === 0 ? 'Add options' : 'Change options'}
        </Button>
      </div>
    );
  const wanted = rows.flatMap(asOption);
  const count = wanted.reduce((product, { values }) => product * values.length, 1);
  const change = (index: number, change: Partial<{ name: string; values: string }>) =>
    setRows(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  const make = () => {
    const variants = combineVariants(wanted, getValues('variants'), getValues('slug') || getValues('title'));
    setValue('options', wanted, { shouldDirty: true });
    setValue('variants', variants, { shouldDirty: true });
    setRows(undefined);
  };
  return (
    <fieldset className="options">
      <legend className="unseen">Options</legend>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own while they are typed
        <div key={index} className="options-row">
          <input
            className="cell"
            aria-label={`Name of option ${index + 1}`}
            placeholder="Size"
            value={row.name}
            onChange={event => change(index, { name: event.target.value })}
          />
          <input
            className="cell"
            aria-label={`Values of option ${index + 1}, parted by commas`}
            placeholder="S, M, L"
            value={row.values}
            onChange={event => change(index, { values: event.target.value })}
          />
          <IconButton
            aria-label={`Take option ${index + 1} away`}
            onClick={() => setRows(rows.filter((_, at) => at !== index))}
          >
            <Close fontSize="small" />
          </IconButton>
        </div>
      ))}
      <div className="options-line">
        <Button size="small" disabled={rows.length >= 5} onClick={() => setRows([...rows, { name: '', values: '' }])}>
          Another option
        </Button>
        <Button size="small" onClick={() => setRows(undefined)}>
          Keep as it is
        </Button>
        <Button size="small" variant="contained" disabled={count > MOST_VARIANTS} onClick={make}>
          {count > MOST_VARIANTS
            ? `${count} variants are too many`
            : `Make ${count === 1 ? 'one variant' : `${count} variants`}`}
        </Button>
      </div>
    </fieldset>
  );
}

function asRow({ name, values }: ProductOption): { name: string; values: string } {
  return { name, values: values.join(', ') };
}

function asOption({ name, values }: { name: string; values: string }): ProductOption[] {
  const list = [
    ...new Set(
      values
        .split(',')
        .map(value => value.trim())
        .filter(Boolean),
    ),
  ];
  return name.trim() === '' || list.length === 0 ? [] : [{ name: name.trim(), values: list }];
}
