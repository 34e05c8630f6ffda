/**
 * Changes levels that a query `change` (sku, location, "onHand", reserved) names: each by a condition, so that units
 * sold and reserved never exceed the units on hand. Callers compare the number of rows with that of the changes. The
 * list of skus leads to the index: for the join alone, whose size is not known, the planner may read all levels.
 */
export const CHANGE_LEVELS = `
  UPDATE levels SET on_hand = on_hand + change."onHand", reserved = levels.reserved + change.reserved, updated_at = now()
  FROM change
  WHERE levels.sku = ANY (ARRAY(SELECT sku FROM change)) AND levels.sku = change.sku AND levels.location = change.location
    AND levels.reserved + change.reserved BETWEEN 0 AND levels.on_hand + change."onHand"
  RETURNING levels.sku, levels.location, levels.on_hand, change."onHand" AS delta`;

/** The error of a change that its level cannot take. */
export const LEVEL_TOO_LOW = 'Stock level is lower than the decided change';
