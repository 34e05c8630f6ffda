import type { Operation } from '../../../contracts/codegen/openapi/service.ts';
import type { Headers, Session } from './sessions.ts';
import { tokenOf } from './system.ts';

/** What an operation asks for, of somebody who may call it: a service where one may, else the admin or the shopper. */
export function credentialsFor(
  { security }: Operation,
  service: string,
  { admin, shopper, orderToken }: { admin: Session; shopper?: Session; orderToken?: string },
): Headers {
  for (const alternative of security) {
    const [caller] = alternative.service ?? [];
    if (caller !== undefined) return { authorization: `Bearer ${tokenOf(caller, service)}` };
    if (alternative.session)
      return alternative.session.includes('shopper') && shopper !== undefined ? shopper.bearer : admin.bearer;
    if (alternative.orderToken && orderToken !== undefined) return { 'x-order-token': orderToken };
  }
  return {};
}
