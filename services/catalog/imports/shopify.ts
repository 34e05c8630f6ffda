import { truncate } from '../../platform/truncate.ts';
import type { Field } from './columns.ts';
import { formerHandleOf } from './handles.ts';
import { isHtml, textOfHtml } from './html.ts';

/** The cells of a row by what they are for; a field is absent where the file has no such column. */
export type Values = Partial<Record<Field, string>>;

/**
 * Reports something in a row that was interpreted or left out. `kind` is its subject: each kind is listed a few times
 * only.
 */
export type Note = (kind: string, column: string, message: string) => void;

const SKU = /^[A-Za-z0-9._-]{1,64}$/;
const MAX_DESCRIPTION = 20_000;

function statusOf({ title, status, published }: Values, note: Note): string | undefined {
  if (status === undefined && published === undefined) return undefined;
  if (!title && !status) return '';
  const hidden = published?.toLowerCase() === 'false';
  const wanted = status?.toLowerCase() || 'active';
  if (wanted === 'unlisted') note('unlisted', 'status', 'is unlisted: taken in as a draft');
  if (wanted === 'unlisted' || (wanted === 'active' && hidden)) return 'draft';
  return wanted;
}

/**
 * The merchant's own type, else the last step of Shopify's path of categories: "Apparel & Accessories > Clothing >
 * Shirts".
 */
function categoryOf({ type, category }: Values): string | undefined {
  if (type === undefined && category === undefined) return undefined;
  return type || truncate(category?.split('>').at(-1)?.trim() ?? '', 200);
}

function descriptionOf(description: string, note: Note): string {
  const text = isHtml(description) ? textOfHtml(description) : description;
  if (text.length <= MAX_DESCRIPTION) return text;
  note('long', 'description', `is longer than ${MAX_DESCRIPTION} characters: the rest was left out`);
  return truncate(text, MAX_DESCRIPTION);
}

/** What Shopify's cells mean in our columns (imports/rows.ts reads those). */
export function fromShopify(values: Values, note: Note): Values {
  const { title, description, weightGrams, compareAtPrice, seoTitle, imageAlt } = values;
  const status = statusOf(values, note);
  const category = categoryOf(values);
  const grams =
    weightGrams && /^\d{1,9}([.,]\d+)?$/.test(weightGrams)
      ? String(Math.round(Number(weightGrams.replace(',', '.'))))
      : weightGrams;
  return {
    ...values,
    handle: values.handle || formerHandleOf(title ?? '') || title || '',
    ...(description !== undefined && { description: descriptionOf(description, note) }),
    ...(status !== undefined && { status }),
    ...(category !== undefined && { category }),
    ...(grams !== undefined && { weightGrams: grams }),
    // "0.00" is how some programs write that there is none.
    ...(compareAtPrice !== undefined && { compareAtPrice: /^0+([.,]0*)?$/.test(compareAtPrice) ? '' : compareAtPrice }),
    ...(seoTitle !== undefined && { seoTitle }),
    ...(imageAlt !== undefined && { imageAlt: truncate(imageAlt, 500) }),
  };
}

/** Whether a sku can be used as it is. */
export const isSku = (text: string): boolean => SKU.test(text);
