import type { Product } from '../../../generated/catalog/types.ts';
import { fieldLabel } from '../../kit/components/field-text.ts';
import { changedFields, type FieldValues, type Versions } from '../../kit/editing/conflicts.ts';
import { attributeFields, attributeOfField, mergeAttributes } from './attribute-values.ts';
import type { FormVariant } from './form-variant.ts';
import type { ProductForm } from './product-form.ts';
import { formOf } from './product-form.ts';
import { productOptions, variantOptions } from './product-options.ts';

const plain = ['title', 'description', 'status', 'category', 'brand', 'tags', 'slug', 'images'] as const;
const ofVariant = ['price', 'compareAtPrice', 'size', 'barcode', 'weightGrams', 'imageUrl'] as const;

const labels: Readonly<Record<string, string>> = {
  images: 'Pictures',
  slug: 'URL handle',
  'seo.title': 'Title for search engines',
  'seo.description': 'Description for search engines',
};

/** Display name of a field of a product. */
export function productFieldLabel(name: string): string {
  return (
    labels[name] ??
    attributeLabel(name) ??
    fieldLabel(name.replace(/\.weightGrams$/, '.weight').replace(/\.imageUrl$/, '.picture'))
  );
}

/** The key of an attribute as words. */
function attributeLabel(name: string): string | undefined {
  const words = attributeOfField(name)?.replaceAll('-', ' ');
  return words && words.charAt(0).toUpperCase() + words.slice(1);
}

/** Which variants there are, by the texts of their options: two forms may identify the same ones differently. */
function variantShape({ options, variants }: ProductForm): unknown {
  return [productOptions(options), variants.map(variant => [variant.sku, variantOptions(variant, options)])];
}

/** Whether the forms have the same variants, so that each cell is a field of its own. */
function haveSameVariants(forms: readonly ProductForm[]): boolean {
  return new Set(forms.map(form => JSON.stringify(variantShape(form)))).size <= 1;
}

function wholeVariants({ options, variants }: ProductForm): FieldValues {
  return {
    options: productOptions(options),
    variants: variants.map(({ savedSku: _, stock: __, texts: ___, ...variant }) => ({
      ...variant,
      options: variantOptions(variant, options),
    })),
  };
}

function fieldsOf(form: ProductForm, byCell: boolean): FieldValues {
  const { seo, variants } = form;
  const cells = variants.flatMap(variant =>
    ofVariant.map(name => [`variants.${variant.sku}.${name}`, variant[name]] as const),
  );
  return {
    ...Object.fromEntries(plain.map(name => [name, form[name]])),
    ...attributeFields(form.attributes),
    'seo.title': seo.title,
    'seo.description': seo.description,
    ...(byCell ? Object.fromEntries(cells) : { variants: wholeVariants(form) }),
  };
}

/** The three forms of a product part by part: prices and the like by variant where all three have the same variants. */
export function versionsOf(forms: { before: ProductForm; mine: ProductForm; theirs: ProductForm }): Versions {
  const { before, mine, theirs } = forms;
  const byCell = haveSameVariants([before, mine, theirs]);
  return { before: fieldsOf(before, byCell), mine: fieldsOf(mine, byCell), theirs: fieldsOf(theirs, byCell) };
}

/** Theirs, with the parts that stay mine. */
export function mergeForms(mine: ProductForm, theirs: ProductForm, stays: ReadonlySet<string>): ProductForm {
  const of = (name: string): ProductForm => (stays.has(name) ? mine : theirs);
  const variant = (their: FormVariant): FormVariant => {
    const own = mine.variants.find(({ sku }) => sku === their.sku) ?? their;
    const cell = (name: string): FormVariant => (stays.has(`variants.${their.sku}.${name}`) ? own : their);
    return {
      ...their,
      stock: own.stock,
      texts: own.texts,
      price: cell('price').price,
      compareAtPrice: cell('compareAtPrice').compareAtPrice,
      size: cell('size').size,
      barcode: cell('barcode').barcode,
      weightGrams: cell('weightGrams').weightGrams,
      imageUrl: cell('imageUrl').imageUrl,
    };
  };
  const { options, variants } = of('variants');
  return {
    title: of('title').title,
    description: of('description').description,
    status: of('status').status,
    category: of('category').category,
    brand: of('brand').brand,
    tags: of('tags').tags,
    attributes: mergeAttributes(mine.attributes, theirs.attributes, field => stays.has(field)),
    slug: of('slug').slug,
    images: of('images').images,
    options,
    variants: stays.has('variants') ? variants : variants.map(variant),
    seo: { title: of('seo.title').seo.title, description: of('seo.description').seo.description },
  };
}

const statusTexts: Readonly<Record<Product['status'], string>> = {
  active: 'Now for sale',
  draft: 'No longer for sale',
  archived: 'Archived',
};
const most = 3;

/** What was saved, in one sentence. */
export function savedText(before: Product, after: Product, isStockSaved = false): string {
  const versions = versionsOf({ before: formOf(before), mine: formOf(after), theirs: formOf(before) });
  const names = changedFields(versions.before, versions.mine);
  const fields = names.filter(name => name !== 'status').map(name => productFieldLabel(name));
  const parts = isStockSaved ? [...fields, 'Stock'] : fields;
  const rest = parts.length > most ? [`${parts.length - most + 1} more`] : [];
  const listed = [...parts.slice(0, rest.length > 0 ? most - 1 : most), ...rest].map((text, index) =>
    index === 0 ? text : lower(text),
  );
  const what = listed.length > 0 ? `Saved: ${lower(listed.join(', '))}.` : '';
  const status = names.includes('status') ? `${statusTexts[after.status]}.` : '';
  return [status, what].filter(Boolean).join(' ') || 'Saved.';
}

/** Beginning small, as inside of a sentence; skus stay as they are written. */
function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
