import { expect } from '@jest/globals';
import { createIdentityClient } from '../../generated/identity/client.ts';
import { createSessions } from '../../services/gateway/session.ts';
import { pactBetween } from '../consumer.ts';
import { fromState, tokenLike } from '../matchers.ts';

const { httpInteraction } = pactBetween('gateway', 'identity');
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = [
  part({ alg: 'EdDSA' }),
  part({ sub: 'shopper-1', kind: 'shopper', roles: ['shopper'] }),
  'c2lnbmF0dXJl',
].join('.');

httpInteraction(
  'for the token of a session',
  {
    given: { state: 'somebody is signed in' },
    request: { method: 'POST', path: '/internal/tokens', body: { session: fromState('session', 'abc.def') } },
    response: { status: 200, body: { token: tokenLike(token) } },
  },
  async baseUrl => {
    const signed = await createSessions(createIdentityClient({ baseUrl })).exchange('abc.def');
    expect(signed).toEqual({ caller: { id: 'shopper-1', kind: 'shopper', roles: ['shopper'] }, token });
  },
);

httpInteraction(
  'for the token of a session that is none',
  {
    request: { method: 'POST', path: '/internal/tokens', body: { session: 'no-such.session' } },
    response: { status: 401 },
  },
  async baseUrl => {
    expect(await createSessions(createIdentityClient({ baseUrl })).exchange('no-such.session')).toBeUndefined();
  },
);
