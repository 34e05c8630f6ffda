import type { ReactNode } from 'react';

/** A table that scrolls sideways where the screen is too narrow, also by keyboard. */
export function ScrollTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="system-scroll" aria-label={label} tabIndex={0}>
      <table className="system-table">{children}</table>
    </section>
  );
}
