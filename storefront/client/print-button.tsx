'use client';

/** Prints the page, or saves it as a PDF. Hidden where scripts do not run: the browser's menu does the same. */
export function PrintButton() {
  return (
    <button type="button" onClick={() => window.print()} className="button button-quiet needs-script">
      Print the receipt
    </button>
  );
}
