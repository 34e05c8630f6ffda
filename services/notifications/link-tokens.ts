import type { KeyObject } from 'node:crypto';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { createIdentityClient } from '../../generated/identity/client.ts';
import { outgoing } from '../platform/http/outgoing.ts';

/** Thrown for a link that was used, replaced or revoked before its mail was sent, or that has expired. */
export class LinkExpiredError extends Error {
  override readonly name = 'LinkExpiredError';
  constructor() {
    super('The link has expired');
  }
}

/**
 * A token for the mail with a link to an account.
 * @throws LinkExpiredError; ProblemError 503 when identity is unavailable
 */
export type LinkTokens = (linkId: string) => Promise<string>;

/** Tokens from identity, which stores only their hashes. */
export function identityLinkTokens({ url, key }: { url: string; key: KeyObject }): LinkTokens {
  const calling = outgoing({ caller: 'notifications', target: 'Identity', key, timeoutMs: 5_000 });
  const client = createIdentityClient({ baseUrl: url, ...calling });
  return async linkId => {
    const created = await client.createLinkToken({ path: { linkId } });
    if (created.status === 201) return created.body.token;
    if (created.status === 410) throw new LinkExpiredError();
    throw new ProblemError({ status: created.status, detail: 'Identity gave no token for the link of a mail.' });
  };
}
