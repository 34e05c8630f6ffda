import Search from '@mui/icons-material/Search';
import { useEffect, useRef, useState } from 'react';
import { isTyping } from '../shell/keyboard-focus.ts';
import { useDebounced } from './use-debounced.ts';

/** Searches while typing; `/` focuses it. */
export function SearchField({
  label,
  hint = label.replace(/\.$/, ''),
  value,
  onChange,
}: {
  label: string;
  /** What it says while it is empty. */
  hint?: string | undefined;
  value: string;
  onChange(text: string): void;
}) {
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const debounced = useDebounced(text.trim(), 250);
  const reported = useRef(value);
  useEffect(() => {
    if (debounced === reported.current) return;
    reported.current = debounced;
    onChange(debounced);
  }, [debounced, onChange]);
  useEffect(() => {
    if (value === reported.current) return;
    reported.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event)) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return (
    <label className="search-field">
      <Search fontSize="inherit" />
      <input
        ref={field}
        type="search"
        value={text}
        placeholder={hint}
        aria-label={label}
        autoComplete="off"
        onChange={event => setText(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <kbd>/</kbd>
    </label>
  );
}
