/** A value of an option. Its `id` stays when it is renamed, and variants refer to it. */
export interface FormOptionValue {
  id: string;
  text: string;
}

/** An option in the form, with an identity as its values have. */
export interface FormOption {
  id: string;
  name: string;
  values: FormOptionValue[];
}

/** A typed count of what is on hand at a location, and the level that was on screen. */
export interface StockEntry {
  text: string;
  onHand: number;
  reserved: number;
}

/** A column of a variant whose value is made from a typed text. */
export type TypedColumn = 'price' | 'compareAtPrice' | 'weightGrams';

/** A variant in the form. A price or weight is null while its cell is empty or holds a text that is none. */
export interface FormVariant {
  sku: string;
  /** The sku that it was loaded with; null for a new variant. */
  savedSku: string | null;
  /** Ids of its values by id of their option. */
  options: Record<string, string>;
  price: { amount: number; currency: string } | null;
  compareAtPrice: { amount: number; currency: string } | null;
  size: string;
  barcode: string;
  weightGrams: number | null;
  /** The url of its own picture, one of the product's; '' where the first one stands for it. */
  imageUrl: string;
  /** Texts of cells that are being typed into, or that are no value of their column. */
  texts: Partial<Record<TypedColumn, string>>;
  /** Counts that somebody typed, by location; the others stay as they are. */
  stock: Record<string, StockEntry>;
}
