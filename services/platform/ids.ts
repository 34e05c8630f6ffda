import { v7 } from 'uuid';

/** A new UUIDv7 (RFC 9562, section 5.7): sorts by the moment it was made, so an index on it grows at one end. */
export function newId(): string {
  return v7();
}
