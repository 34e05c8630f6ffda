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

/** A variant in the form. A price is null while it is not an amount. */
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
  /** Counts that somebody typed, by location; the others stay as they are. */
  stock: Record<string, StockEntry>;
}
