import { type Caller, isGranted } from '../../../contracts/codegen/conformance/callers.ts';
import type { Operation } from '../../../contracts/codegen/openapi/service.ts';
import { publicKeyEntry } from '../../../services/platform/service-keys.ts';
import {
  endlessServiceToken,
  expiredServiceToken,
  forgedTokens,
  withBrokenSignature,
  withClaims,
} from './forged-tokens.ts';
import { endedSession, type Headers, newStaff, type Session, signInAsFirstAdmin, signUp } from './sessions.ts';
import { keyOf, newClientAddress, serviceNames, tokenOf } from './system.ts';

type Grants = Readonly<Record<string, readonly string[]>>;

export interface Sessions {
  admin: Session;
  staff: { catalog: Session; orders: Session; support: Session };
  /** The owner of what the operations are called with, and another shopper. */
  owner: Session;
  other: Session;
  ended: Headers;
}

/** Signs everybody in. */
export async function createSessions(): Promise<Sessions> {
  const first = await signInAsFirstAdmin();
  const [admin, catalog, orders, support, owner, other, leaver] = await Promise.all([
    newStaff(first, 'admin'),
    newStaff(first, 'catalog'),
    newStaff(first, 'orders'),
    newStaff(first, 'support'),
    signUp(),
    signUp(),
    signUp(),
  ]);
  return { admin, staff: { catalog, orders, support }, owner, other, ended: await endedSession(leaver) };
}

/** What opens the order that the operations are called with, and another one. */
export interface OrderTokens {
  own: string;
  other: string;
}

const isOwned = ({ path, security }: Operation): boolean =>
  path.includes('{') &&
  security.some(({ session, orderToken }) => orderToken !== undefined || session?.includes('shopper'));

/** A caller whose grants the contract's `security` is checked for. */
function callerOf(
  name: string,
  headers: () => Headers,
  grants: Grants,
  more: { owns?: boolean; inside: boolean },
): Caller {
  const { owns = true, inside } = more;
  return {
    name,
    headers: () => ({ ...newClientAddress(), ...headers() }),
    // What is internal is not reached through the gateway; what is another shopper's is not shown.
    allows: operation =>
      (inside || operation.gateway !== 'internal') && isGranted(operation, grants) && (owns || !isOwned(operation)),
  };
}

/** Everybody who may call the gateway, each with the cookie or token that they have. */
export function callersAtGateway({ admin, staff, owner, other, ended }: Sessions, tokens: OrderTokens): Caller[] {
  const by = (name: string, headers: Headers, grants: Grants = {}, owns = true): Caller =>
    callerOf(name, () => headers, grants, { owns, inside: false });
  const session = ({ roles }: Session): Grants => ({ session: roles });
  const orderToken = { orderToken: [] };
  const forged = forgedTokens('pipeline', 'registry', publicKeyEntry('pipeline', keyOf('pipeline')));
  return [
    by('nobody', {}),
    by('a guest with the order token', { 'x-order-token': tokens.own }, orderToken),
    by('a guest with the token of another order', { 'x-order-token': tokens.other }, orderToken, false),
    by('a guest with a token that is none', { 'x-order-token': `${tokens.own}x` }, orderToken, false),
    by('the shopper', owner.cookie, session(owner)),
    by('another shopper', other.cookie, session(other), false),
    by(
      'another shopper with the order token',
      { ...other.cookie, 'x-order-token': tokens.own },
      { ...session(other), ...orderToken },
    ),
    by('an admin', admin.cookie, session(admin)),
    ...Object.entries(staff).map(([role, member]) => by(`staff: ${role}`, member.cookie, session(member))),
    by('somebody who signed out', ended),
    by('a cookie that was changed', { cookie: withBrokenSignature(admin.cookie.cookie ?? '') }),
    by('a cookie that is none', { cookie: '__Host-session=a.b' }),
    by('an admin without the prefix of the cookie', { cookie: (admin.cookie.cookie ?? '').replace('__Host-', '') }),
    by("an admin's token of inside", { authorization: admin.bearer.authorization ?? '' }),
    by('a header that says who it is', {
      'x-user': 'admin',
      'x-roles': 'admin',
      'x-service': 'checkout',
      'x-forwarded-user': 'admin',
    }),
    ...serviceNames.map(name =>
      callerOf(`service: ${name}`, () => bearer(tokenOf(name, allTargets)), {}, { inside: false }),
    ),
    ...Object.entries(forged).map(([name, token]) => by(name, bearer(token))),
  ];
}

const allTargets = serviceNames;
const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

/** Everybody who may call a service itself, each with the token that they have. */
export function callersAtService(
  service: string,
  { admin, staff, owner, other }: Sessions,
  tokens: OrderTokens,
): Caller[] {
  const by = (name: string, headers: () => Headers, grants: Grants = {}, owns = true): Caller =>
    callerOf(name, headers, grants, { owns, inside: true });
  const sessionOf = (name: string, holder: Session, owns = true): Caller =>
    by(name, () => holder.bearer, { session: holder.roles }, owns);
  const orderToken = { orderToken: [] };
  const key = keyOf('checkout');
  const adminToken = (admin.bearer.authorization ?? '').slice('Bearer '.length);
  return [
    by('nobody', () => ({})),
    by('an admin with the cookie alone', () => admin.cookie),
    by('a guest with the order token', () => ({ 'x-order-token': tokens.own }), orderToken),
    by('a guest with the token of another order', () => ({ 'x-order-token': tokens.other }), orderToken, false),
    sessionOf('the shopper', owner),
    sessionOf('another shopper', other, false),
    sessionOf('an admin', admin),
    ...Object.entries(staff).map(([role, member]) => sessionOf(`staff: ${role}`, member)),
    by('an admin with a broken signature', () => bearer(withBrokenSignature(adminToken))),
    by('a shopper who says admin', () =>
      bearer(
        withClaims((owner.bearer.authorization ?? '').slice('Bearer '.length), { kind: 'staff', roles: ['admin'] }),
      ),
    ),
    ...serviceNames.map(name => by(`service: ${name}`, () => bearer(tokenOf(name, service)), { service: [name] })),
    by('checkout, meant for another service', () => bearer(tokenOf('checkout', 'nobody'))),
    by('checkout, a minute late', () => bearer(expiredServiceToken('checkout', service, key))),
    by('checkout, without an end', () => bearer(endlessServiceToken('checkout', service, key))),
    by('checkout in the name of audit', () => bearer(withClaims(tokenOf('checkout', service), { iss: 'audit' }))),
    ...Object.entries(forgedTokens('checkout', service, publicKeyEntry('checkout', key))).map(([name, token]) =>
      by(name, () => bearer(token)),
    ),
  ];
}
