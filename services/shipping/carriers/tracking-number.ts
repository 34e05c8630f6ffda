const WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];
const SPACE = 100_000_000n;

/**
 * The check digit of eight digits by UPU standard S10: weights 8 6 4 2 3 5 9 7, 11 less the sum modulo 11, where 10
 * stands as 0 and 11 as 5.
 */
export function checkDigit(digits: string): number {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 0 : check === 11 ? 5 : check;
}

/**
 * The tracking number of the local carrier's parcel number `serial`: `LC`, eight digits, their check digit (S10 without
 * its country). The digits are the serial times a number that shares no factor with 10⁸, modulo 10⁸: each serial has
 * its own, the same one always, and neighbours look nothing alike.
 */
export function trackingNumber(serial: bigint): string {
  const digits = ((serial * 63_245_987n) % SPACE).toString().padStart(8, '0');
  return `LC${digits}${checkDigit(digits)}`;
}
