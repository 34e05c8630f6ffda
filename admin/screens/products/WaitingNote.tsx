import { useFormContext, useWatch } from 'react-hook-form';
import { useWaiting } from '../stock/use-waiting.ts';
import type { ProductForm } from './product-form.ts';
import { optionTitle } from './product-options.ts';

/** How many shoppers wait for sold-out variants; nothing where nobody does. */
export function WaitingNote() {
  const { control } = useFormContext<ProductForm>();
  const variants = useWatch({ control, name: 'variants' });
  const options = useWatch({ control, name: 'options' });
  const waiting = useWaiting(variants.flatMap(({ savedSku }) => savedSku ?? []));
  const texts = variants.flatMap(variant => {
    const count = waiting.get(variant.savedSku ?? '');
    const name = optionTitle(variant, options) || variant.sku;
    return count === undefined ? [] : [`${count.toLocaleString()} for ${name}`];
  });
  return texts.length > 0 && <p className="soft">Waiting for a message that it is back: {texts.join(', ')}.</p>;
}
