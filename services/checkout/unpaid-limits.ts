import { createHash } from 'node:crypto';
import type { UnpaidLimits } from '../../generated/inventory/types.ts';
import { emailKey } from '../platform/email-address.ts';
import { addressBlock } from '../platform/http/address-block.ts';

/** Limits on what unpaid orders may reserve. */
export interface UnpaidPolicy {
  /** Orders of one account or e-mail address. */
  maxOrders: number;
  /** Orders of one network address. */
  maxOrdersPerAddress: number;
  /** The share of a sku's stock, all orders together. */
  maxPercent: number;
}

const hash = (kind: string, text: string): string => createHash('sha256').update(`${kind}:${text}`).digest('hex');

/** The client of a request, as a hash of its IPv4 address or of the first half of its IPv6 address. */
export const clientOf = (address: string): string => hash('address', addressBlock(address));

/** The limits that inventory enforces for an unpaid order; it gets only hashes of the person's data. */
export function unpaidLimits(
  policy: UnpaidPolicy,
  { email, shopperId, client }: { email: string; shopperId?: string | undefined; client?: string | undefined },
): UnpaidLimits {
  const people = [hash('email', emailKey(email)), ...(shopperId ? [hash('shopper', shopperId)] : [])];
  return {
    holders: [
      ...people.map(id => ({ id, maxReservations: policy.maxOrders })),
      ...(client ? [{ id: client, maxReservations: policy.maxOrdersPerAddress }] : []),
    ],
    maxPercent: policy.maxPercent,
  };
}
