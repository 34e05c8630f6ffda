import { useState } from 'react';
import { useNotify } from 'react-admin';

/** A text that is rarely read and often needed elsewhere: pressed, it is in the clipboard. */
export function CopyText({ value, label, children }: { value: string; label: string; children: string }) {
  const notify = useNotify();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      notify(`${label}: ${value}`, { type: 'info' });
    }
  };
  const shown = copied ? 'Copied' : children;
  return (
    <button
      type="button"
      className="copy-text"
      title={`${label}: ${value}`}
      aria-label={`${shown}: copy ${label.toLowerCase()} ${value}`}
      onClick={copy}
    >
      {shown}
    </button>
  );
}
