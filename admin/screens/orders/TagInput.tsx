import { Autocomplete, TextField } from '@mui/material';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';

const MAX_LENGTH = 40;

/** A tag as people mean it: one blank between words, and none around them. */
const tidyTag = (tag: string): string => tag.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_LENGTH).trim();

export interface TagInputProps {
  label: string;
  value: readonly string[];
  onChange(tags: string[]): void;
  disabled?: boolean;
  /** Whether a tag that no order has yet can be typed. */
  isFree?: boolean;
}

/** Tags of orders: those that there are, or typed ones, Enter after each. */
export function TagInput({ label, value, onChange, disabled = false, isFree = true }: TagInputProps) {
  const { data } = useApiQuery(['order-tags'], async signal =>
    (await bodyOf(api.orders.listOrderTags(undefined, { signal }))).items.map(({ tag }) => tag),
  );
  return (
    <Autocomplete
      multiple
      freeSolo={isFree}
      disabled={disabled}
      options={data ?? []}
      value={[...value]}
      filterSelectedOptions
      isOptionEqualToValue={(option, chosen) => option.toLowerCase() === chosen.toLowerCase()}
      onChange={(_event, tags) => onChange(tags.map(tidyTag).filter(tag => tag !== ''))}
      renderInput={params => <TextField {...params} label={label} />}
    />
  );
}
