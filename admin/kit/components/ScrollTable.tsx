import './scroll-table.css';
import type { ReactNode } from 'react';

export interface ScrollTableProps {
  label: string;
  /** A box of limited height that scrolls, with a sticky head. */
  boxed?: boolean;
  /** The head and the body of the table. */
  children: ReactNode;
}

/** A table that scrolls where the screen is too narrow, or its box too low, also by keyboard. */
export function ScrollTable({ label, boxed = false, children }: ScrollTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="scroll-table" data-boxed={boxed || undefined} aria-label={label} tabIndex={0}>
      <table>{children}</table>
    </section>
  );
}
