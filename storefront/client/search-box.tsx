'use client';
import { useSearchParams } from 'next/navigation';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { formatMoney } from '../../look/money.ts';
import type { Suggestions } from '../shop/suggestions.ts';
import { type BrowserMessages, useMessages } from './messages.tsx';

const DELAY_MS = 120;

interface Option {
  href: string;
  title: string;
  note: string;
  picture: string | undefined;
}

function optionsOf({ products, categories }: Suggestions, { search, locale }: BrowserMessages): Option[] {
  return [
    ...products.slice(0, 6).map(({ slug, title, price: cost, image }) => ({
      href: `/products/${slug}`,
      title,
      note: formatMoney(cost, locale),
      picture: image?.sizes[0]?.url,
    })),
    ...categories.slice(0, 3).map(({ value, label }) => ({
      href: `/categories/${value}`,
      title: label,
      note: search.category,
      picture: undefined,
    })),
  ];
}

/** The search (`/` focuses it): a plain form, with suggestions where the script runs (ARIA's combobox pattern). */
export function SearchBox() {
  const messages = useMessages();
  const { search: words } = messages;
  const input = useRef<HTMLInputElement>(null);
  const submitted = useSearchParams().get('q') ?? '';
  const [options, setOptions] = useState<readonly Option[]>([]);
  const [activeIndex, setActiveIndex] = useState(-1);
  const [typed, setTyped] = useState('');
  const isOpen = options.length > 0;

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const target = event.target;
      if (event.key !== '/' || event.metaKey || event.ctrlKey || event.altKey) return;
      if (
        target instanceof HTMLElement &&
        (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
      )
        return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  useEffect(() => {
    setActiveIndex(-1);
    if (typed.trim() === '') return setOptions([]);
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(`/api/suggest?q=${encodeURIComponent(typed.trim().slice(0, 100))}`, {
          signal: abort.signal,
        });
        setOptions(response.ok ? optionsOf(await response.json(), messages) : []);
      } catch {} // aborted by the next letter, or no connection: the form still works
    }, DELAY_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [typed, messages]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen) return;
    const chosen = options[activeIndex];
    if (event.key === 'Escape') setOptions([]);
    else if (event.key === 'ArrowDown') setActiveIndex((activeIndex + 1) % options.length);
    else if (event.key === 'ArrowUp') setActiveIndex(activeIndex <= 0 ? options.length - 1 : activeIndex - 1);
    else if (event.key === 'Enter' && chosen) location.assign(chosen.href);
    else return;
    event.preventDefault();
  };

  return (
    <search className="order-last w-[calc(100%-3.5rem)] sm:order-none sm:w-full sm:max-w-xl sm:flex-1">
      <form
        action="/search"
        className="relative"
        onBlur={event => event.currentTarget.contains(event.relatedTarget) || setOptions([])}
      >
        <input
          ref={input}
          type="text"
          name="q"
          placeholder={words.label}
          aria-label={words.label}
          aria-keyshortcuts="/"
          role="combobox"
          aria-expanded={isOpen}
          aria-controls="suggestions"
          aria-autocomplete="list"
          aria-activedescendant={activeIndex >= 0 ? `suggestion-${activeIndex}` : undefined}
          autoComplete="off"
          enterKeyHint="search"
          maxLength={200}
          defaultValue={submitted}
          onChange={event => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          onFocus={event => event.target.select()} // the next search replaces the last one
          className="field rounded-full bg-surface px-4 placeholder:text-faint"
        />
        <div
          id="suggestions"
          role="listbox"
          aria-label={words.suggestions}
          hidden={!isOpen}
          className="absolute inset-x-0 top-full z-40 mt-2 overflow-hidden rounded-xl bg-raised p-1.5 shadow-lg"
        >
          {options.map(({ href, title, note, picture }, index) => (
            <a
              key={href}
              id={`suggestion-${index}`}
              role="option"
              aria-selected={index === activeIndex}
              tabIndex={-1}
              href={href}
              className={`flex min-h-11 items-center gap-3 rounded-lg px-2 py-1 hover:bg-hover ${index === activeIndex ? 'bg-selected' : ''}`}
            >
              {picture ? (
                <img src={picture} alt="" width={40} height={40} className="picture size-10 rounded-md" />
              ) : (
                <span aria-hidden="true" className="grid size-10 place-items-center text-faint">
                  →
                </span>
              )}
              <span className="flex-1 truncate">{title}</span>
              <span className="text-faint text-md tabular-nums">{note}</span>
            </a>
          ))}
        </div>
      </form>
    </search>
  );
}
