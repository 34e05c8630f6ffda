import type { NewOrder } from '../../generated/orders/types.ts';
import { emailKey } from '../platform/email-address.ts';
import type { Principal } from '../platform/http/context.ts';

/** Whose orders a shopper may read. */
export interface Owner {
  shopperId: string;
  /** The key of an address that is known to be theirs. */
  emailKey?: string;
}

export function ownerOf({ id, verifiedEmail }: Pick<Principal, 'id' | 'verifiedEmail'>): Owner {
  return { shopperId: id, ...(verifiedEmail !== undefined && { emailKey: emailKey(verifiedEmail) }) };
}

/**
 * Whether an order is a shopper's own: placed while they were signed in, or by a guest with their address. An address
 * that was not verified opens nothing: anybody can sign up with it.
 */
export function isOwn({ shopperId, email }: Pick<NewOrder, 'shopperId' | 'email'>, owner: Owner): boolean {
  if (shopperId !== undefined) return shopperId === owner.shopperId;
  return owner.emailKey !== undefined && emailKey(email) === owner.emailKey;
}
