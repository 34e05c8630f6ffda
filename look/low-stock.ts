/** At this many units or fewer, of all locations together, an item runs low. */
export const LOW_STOCK = 5;
