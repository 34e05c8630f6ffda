/** What is said over and over in pacts. */
export const usd = (amount: number) => ({ amount, currency: 'USD' });
export const AT = '2026-11-22T10:00:02.000Z';
export const SKU = '1082185';
export const address = { name: 'Ada Shopper', line1: '1 Analytical Way', city: 'London', postalCode: 'N1 9GU', country: 'GB' };

/** A uuid for each number. */
export function uuidOf(number: number): string {
  return `0190a6e0-7c1d-7000-8000-${String(number).padStart(12, '0')}`;
}
