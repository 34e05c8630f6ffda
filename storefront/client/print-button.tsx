'use client';
import type { ReactNode } from 'react';

/** Prints the page, or saves it as a PDF. Hidden where scripts do not run: the browser's menu does the same. */
export function PrintButton({ children }: { children: ReactNode }) {
  return (
    <button type="button" onClick={() => window.print()} className="button button-quiet needs-script">
      {children}
    </button>
  );
}
