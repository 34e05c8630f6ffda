import type { KeyObject } from 'node:crypto';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { createIdentityClient } from '../../generated/identity/client.ts';
import { outgoingFetch } from '../platform/http/outgoing.ts';

/** Thrown for a link that was used, replaced or revoked before its mail was sent, or that has expired. */
export class LinkIsOver extends Error {
  override readonly name = 'LinkIsOver';
  constructor() {
    super('The link was used, replaced or withdrawn, or its time is over.');
  }
}

/** A token for the mail with a link to an account. @throws LinkIsOver; ProblemError 503 when identity is unavailable */
export type LinkTokens = (linkId: string) => Promise<string>;

/** Tokens from identity, which stores only their hashes. */
export function identityLinkTokens({ url, key }: { url: string; key: KeyObject }): LinkTokens {
  const fetch = outgoingFetch({ caller: 'notifications', target: 'Identity', key, timeoutMs: 5_000 });
  const client = createIdentityClient({ baseUrl: url, fetch });
  return async linkId => {
    const created = await client.createLinkToken({ path: { linkId } });
    if (created.status === 201) return created.body.token;
    if (created.status === 410) throw new LinkIsOver();
    throw new ProblemError({ status: created.status, detail: 'Identity gave no token for the link of a mail.' });
  };
}
