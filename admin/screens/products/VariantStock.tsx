import { useState } from 'react';
import { useAccess } from '../../kit/api/access.ts';
import { VariantStockDialog } from '../stock/VariantStockDialog.tsx';

export interface VariantStockProps {
  /** The saved sku; null for a variant that is not saved yet. */
  sku: string | null;
  available: number | undefined;
}

/** How many units of a variant can be sold, and the way to put some on stock. */
export function VariantStock({ sku, available }: VariantStockProps) {
  const [open, setOpen] = useState(false);
  const { can } = useAccess();
  const text = available?.toLocaleString() ?? '–';
  if (sku === null)
    return (
      <span className="faint" title="Stock can be entered once the variant is saved.">
        –
      </span>
    );
  if (!can('adjustStock')) return <span className={available === undefined ? 'faint' : undefined}>{text}</span>;
  return (
    <>
      <button
        type="button"
        className="link numeric"
        aria-label={`Stock of ${sku}: ${text}`}
        onClick={() => setOpen(true)}
      >
        {available === undefined ? 'Add' : text}
      </button>
      {open && <VariantStockDialog sku={sku} onClose={() => setOpen(false)} />}
    </>
  );
}
