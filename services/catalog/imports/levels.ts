import type { RowFault } from './rows.ts';

/** A level that a row of the file sets. */
export interface RowLevel {
  sku: string;
  location: string;
  onHand: number;
  line: number;
  column: string;
}

/** A level before and after an import. */
export interface StockChange {
  line: number;
  sku: string;
  location: string;
  before: number;
  after: number;
}

export interface StockResult {
  changed: number;
  unchanged: number;
  changes: StockChange[];
  faults: RowFault[];
}

/** Levels of one request to inventory. */
export const MAX_LEVELS = 2_000;
