import { type MouseEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { Identifier, RaRecord } from 'react-admin';
import { useNavigate } from 'react-router';
import { isTyping } from '../shell/keyboard-focus.ts';

interface RowTargets {
  recordTo(record: RaRecord): string;
  editTo?: ((record: RaRecord) => string | undefined) | undefined;
  onToggle?: ((id: Identifier) => void) | undefined;
}

/** `j`, `k`, `Enter`, `e` and `x` in a table of records; a click on a row opens it, unless text was selected. */
export function useRowShortcuts(rows: readonly RaRecord[], { recordTo, editTo, onToggle }: RowTargets) {
  const [active, setActive] = useState(-1);
  const elements = useRef(new Map<number, HTMLTableRowElement>());
  const navigate = useNavigate();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      const record = rows[active];
      const step = { j: 1, k: -1 }[event.key];
      if (step !== undefined) {
        const next = Math.max(0, Math.min(rows.length - 1, active + step));
        setActive(next);
        const row = elements.current.get(next);
        // focus, so that a screen reader reads it and Tab continues from here
        row?.querySelector<HTMLElement>('.records-link')?.focus();
        row?.scrollIntoView({ block: 'nearest' });
      } else if (record && event.key === 'Enter' && !isControl(event.target)) navigate(recordTo(record));
      else if (record && event.key === 'x') onToggle?.(record.id);
      else if (record && event.key === 'e') {
        const target = editTo?.(record);
        if (target !== undefined) navigate(target);
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [rows, active, recordTo, editTo, onToggle, navigate]);
  const rowProps = useCallback(
    (index: number) => ({
      ref: (element: HTMLTableRowElement | null) => {
        if (element) elements.current.set(index, element);
        else elements.current.delete(index);
      },
      onFocus: () => setActive(index),
      onClick: (event: MouseEvent) => {
        const record = rows[index];
        if (!record || isControl(event.target) || window.getSelection()?.isCollapsed === false) return;
        if (event.ctrlKey || event.metaKey) window.open(recordTo(record), '_blank', 'noopener');
        else navigate(recordTo(record));
      },
    }),
    [rows, recordTo, navigate],
  );
  return { active, rowProps };
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a, button, input, label') !== null;
}
