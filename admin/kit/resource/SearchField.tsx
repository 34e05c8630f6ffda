import Search from '@mui/icons-material/Search';
import { useEffect, useRef, useState } from 'react';
import { isTyping } from '../shell/keyboard-focus.ts';

const PAUSE_MS = 250;

/**
 * Searches while typing; `/` focuses it and selects its text. A value from elsewhere, such as a saved view, ends what
 * was being typed.
 */
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
  const reported = useRef(value);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The filters may change during the pause: the newest function has them all.
  const report = useRef(onChange);
  useEffect(() => {
    report.current = onChange;
  }, [onChange]);
  useEffect(() => () => clearTimeout(pause.current), []);
  useEffect(() => {
    if (value === reported.current) return;
    clearTimeout(pause.current);
    reported.current = value;
    setText(value);
  }, [value]);
  const type = (typed: string) => {
    setText(typed);
    clearTimeout(pause.current);
    pause.current = setTimeout(() => {
      const next = typed.trim();
      if (next === reported.current) return;
      reported.current = next;
      report.current(next);
    }, PAUSE_MS);
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event)) return;
      event.preventDefault();
      field.current?.select(); // the next search replaces the last one
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
        onChange={event => type(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <kbd>/</kbd>
    </label>
  );
}
