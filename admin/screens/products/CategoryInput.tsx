import { Autocomplete, TextField } from '@mui/material';
import { maxLength, required, useInput } from 'react-admin';
import { useCategories } from '../../kit/api/use-categories.ts';
import { fieldErrorOf } from '../../kit/resource/field-error.tsx';
import { categoryChoices, categoryNamed } from './category-choices.ts';
import { useReadOnly } from './read-only.ts';

const validate = [required('Required'), maxLength(200)];

/** The category of a product: one that there is, or a new one, which says so before it is made. */
export function CategoryInput() {
  const { field, fieldState, id } = useInput({ source: 'category', validate });
  const readOnly = useReadOnly();
  const { data } = useCategories({ enabled: !readOnly });
  const names = (data ?? []).map(({ name }) => name);
  const value = String(field.value ?? '');
  const isNew = data !== undefined && value.trim() !== '' && !names.includes(categoryNamed(names, value));
  return (
    <Autocomplete
      id={id}
      freeSolo
      disableClearable
      readOnly={readOnly}
      options={categoryChoices(names, names.includes(value) ? '' : value)}
      filterOptions={options => options}
      getOptionLabel={option => (typeof option === 'string' ? option : option.name)}
      isOptionEqualToValue={(option, chosen) => option.name === (typeof chosen === 'string' ? chosen : chosen.name)}
      renderOption={({ key, ...props }, option) => (
        <li key={key} {...props}>
          {option.isNew ? <NewCategory name={option.name} similar={option.similar} /> : option.name}
        </li>
      )}
      inputValue={value}
      onInputChange={(_event, text) => field.onChange(text)}
      onBlur={() => {
        field.onChange(categoryNamed(names, value));
        field.onBlur();
      }}
      renderInput={params => (
        <TextField
          {...params}
          label="Category"
          required
          inputRef={field.ref}
          error={fieldState.error !== undefined}
          helperText={fieldErrorOf(fieldState) ?? (isNew ? 'A new category of this name is created.' : undefined)}
        />
      )}
    />
  );
}

function NewCategory({ name, similar }: { name: string; similar: readonly string[] }) {
  return (
    <span>
      Create “{name}”{similar.length > 0 && <span className="faint"> · close to {similar.join(', ')}</span>}
    </span>
  );
}
