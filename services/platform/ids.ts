import { v7 } from 'uuid';

/** A new UUIDv7 (RFC 9562, section 5.7): ids sort by creation time, so an index on them grows at one end. */
export function newId(): string {
  return v7();
}
