import './command-palette.css';
import Search from '@mui/icons-material/Search';
import { Dialog } from '@mui/material';
import { type KeyboardEvent as ReactKeyboardEvent, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useAccess } from '../api/access.ts';
import { closeOverlay, openPalette, useOverlay } from './overlay-state.ts';
import { rememberResult } from './recent-results.ts';
import { type SearchResult, useSearchResults } from './use-search-results.tsx';

/** The command palette: search over all resources and jump to every screen; opens with Ctrl-K. */
export function CommandPalette() {
  const overlay = useOverlay();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      openPalette();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return (
    <Dialog
      open={overlay === 'palette'}
      onClose={closeOverlay}
      aria-labelledby="palette-title"
      maxWidth="sm"
      fullWidth
      slotProps={{ paper: { className: 'palette' }, container: { className: 'palette-container' } }}
    >
      <PaletteContent />
    </Dialog>
  );
}

function PaletteContent() {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { roles } = useAccess();
  const navigate = useNavigate();
  const { hits, isSearching } = useSearchResults(text.trim(), roles);
  const active = Math.min(at, Math.max(0, hits.length - 1));
  const open = (hit: SearchResult | undefined) => {
    if (!hit) return;
    closeOverlay();
    if (hit.to === undefined) return hit.run?.();
    rememberResult({ to: hit.to, label: hit.label, kind: hit.kind });
    navigate(hit.to);
  };
  const onKey = (event: ReactKeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((active + step + hits.length) % Math.max(1, hits.length));
    } else if (event.key === 'Enter') open(hits[active]);
  };
  return (
    <>
      <h2 id="palette-title" className="unseen">
        Search or jump to
      </h2>
      <div className="palette-field">
        <Search fontSize="small" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-hits"
          aria-activedescendant={hits.length > 0 ? `hit-${active}` : undefined}
          aria-label="Search or jump to"
          placeholder="Order, product, customer, screen, act, contract…"
          autoComplete="off"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type here
          autoFocus
          value={text}
          onChange={event => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
        <kbd>Esc</kbd>
      </div>
      <div className="palette-hits" id="palette-hits" role="listbox" aria-label="Found">
        {hits.map((hit, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's
          <div
            key={`${hit.kind} ${hit.to ?? ''} ${hit.label}`}
            id={`hit-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className="palette-hit"
            onClick={() => open(hit)}
            onMouseMove={() => setAt(index)}
          >
            {hit.icon}
            <span className="palette-label">
              {hit.label}
              {hit.detail !== undefined && <span className="faint"> {hit.detail}</span>}
            </span>
            <span className="palette-kind">{hit.kind}</span>
          </div>
        ))}
      </div>
      <p className="palette-note" role="status">
        {hits.length === 0 &&
          (isSearching
            ? 'Searching…'
            : 'Nothing found. An order number, a name, a phone number, a word of a title, “refund C-10042” or an event works.')}
      </p>
    </>
  );
}
