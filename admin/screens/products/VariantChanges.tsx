import { useFormContext, useFormState, useWatch } from 'react-hook-form';
import { counted } from '../../../look/counted.ts';
import type { ProductForm } from './product-form.ts';
import { useStock } from './use-stock.ts';

/** How the variants differ from the saved ones: how many are new, and what goes with those that are removed. */
export function VariantChanges() {
  const { control } = useFormContext<ProductForm>();
  const { defaultValues } = useFormState({ control });
  const variants = useWatch({ control, name: 'variants' });
  const kept = new Set(variants.map(({ savedSku }) => savedSku));
  const saved = (defaultValues?.variants ?? []).flatMap(variant => variant?.savedSku ?? []);
  const removed = saved.filter(sku => !kept.has(sku));
  const added = saved.length > 0 ? variants.filter(({ savedSku }) => savedSku === null).length : 0;
  const stock = useStock(removed);
  if (added === 0 && removed.length === 0) return <p role="status" className="variants-changes" />;
  const units = removed.reduce((sum, sku) => sum + (stock.data?.get(sku) ?? 0), 0);
  const texts = [
    added > 0 && `${counted(added, 'variant')} new`,
    removed.length > 0 &&
      `${counted(removed.length, 'variant goes', 'variants go')}${units > 0 ? `, with ${units.toLocaleString()} in stock` : ''}`,
  ];
  return (
    <p role="status" className="variants-changes">
      When saved: {texts.filter(Boolean).join('; ')}.
    </p>
  );
}
