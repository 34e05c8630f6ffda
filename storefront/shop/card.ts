import type { Hit } from '../../generated/search/types.ts';
import type { Money } from '../../look/money.ts';
import { type UnitPrice, unitPriceOf } from '../../look/unit-price.ts';
import type { Image, Product, Variant } from './catalog.ts';
import { variantUrl } from './variant-options.ts';

/** What a card can put into the cart. */
export interface Choice {
  sku: string;
  /** The size or the values of the options, where there are several to choose from. */
  label: string;
  price: Money;
  unitPrice: UnitPrice | undefined;
  /** Undefined where the stock was not read. */
  available: number | undefined;
  path: string;
}

/** The content of a product card. */
export interface Card {
  slug: string;
  /** Without the size at its end, where the size is beside it. */
  name: string;
  brand: string | undefined;
  /** The size, or how many there are. */
  size: string | undefined;
  image: Image | undefined;
  /** Cheapest first; at least one. */
  choices: readonly [Choice, ...Choice[]];
}

/** The title without the size at its end. */
function nameBeside(title: string, size: string | undefined): string {
  const end = `, ${size}`;
  return size && title.endsWith(end) ? title.slice(0, -end.length) : title;
}

const byPrice = (one: Choice, other: Choice): number => one.price.amount - other.price.amount;

function sorted(choices: readonly Choice[]): Card['choices'] | undefined {
  const [first, ...others] = choices.toSorted(byPrice);
  return first && [first, ...others];
}

type Content = Omit<Card, 'choices' | 'name' | 'size'> & { title: string; sizes: readonly (string | undefined)[] };

function card({ title, sizes, ...content }: Content, unsorted: readonly Choice[]): Card | undefined {
  const choices = sorted(unsorted);
  if (!choices) return undefined;
  const [size, ...others] = [...new Set(sizes)];
  return { ...content, name: nameBeside(title, size), size: others.length === 0 ? size : undefined, choices };
}

/** The card of a product of the catalog; undefined for one without variants. */
export function cardOf(product: Product): Card | undefined {
  const { slug, title, brand, images, variants } = product;
  const labelOf = (variant: Variant) => Object.values(variant.options).join(', ') || variant.size || variant.title;
  return card(
    { slug, title, brand, sizes: variants.map(({ size }) => size), image: images[0] },
    variants.map(variant => ({
      sku: variant.sku,
      label: labelOf(variant),
      price: variant.price,
      unitPrice: unitPriceOf(variant.price, variant.size),
      available: undefined,
      path: variantUrl(product, variant),
    })),
  );
}

/** The card of a search hit. */
export function cardOfHit({ slug, title, brand, size, image, price, variants }: Hit): Card | undefined {
  return card(
    { slug, title, brand, sizes: [size, ...variants.map(variant => variant.size ?? size)], image },
    variants.map(variant => ({
      sku: variant.sku,
      label: variant.title ?? variant.size ?? title,
      price: variant.price,
      unitPrice: unitPriceOf(variant.price, variant.size ?? (variant.price.amount === price.amount ? size : undefined)),
      available: variant.available,
      path: `/products/${slug}`,
    })),
  );
}

/** How a choice is called beside its like of other products. */
const inGroup = (card: Card): Choice[] =>
  card.choices.map(choice => ({
    ...choice,
    label: card.choices.length === 1 ? (card.size ?? card.name) : `${card.size ?? ''} ${choice.label}`.trim(),
  }));

/**
 * Products of the same name and brand as one card with all of their sizes, at the place of the first. Within each page
 * of `pageSize`, so that a list does not change where it grows.
 */
export function groupCards(cards: readonly Card[], pageSize: number): Card[] {
  const groups = new Map<string, Card[]>();
  for (const [at, card] of cards.entries()) {
    const key = JSON.stringify([
      Math.floor(at / pageSize),
      card.name,
      card.brand,
      card.size === undefined ? card.slug : '',
    ]);
    groups.set(key, [...(groups.get(key) ?? []), card]);
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (!first || others.length === 0) return first ?? [];
    const choices = sorted([first, ...others].flatMap(inGroup)) ?? first.choices;
    return { ...first, size: undefined, choices };
  });
}

/** Whether anything of a card can be bought; undefined where the stock was not read. */
export function isInStock({ choices }: Card): boolean | undefined {
  if (choices.some(({ available }) => available === undefined)) return undefined;
  return choices.some(({ available = 0 }) => available > 0);
}
