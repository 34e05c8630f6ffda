import { CaseFactory } from '../../../contracts/codegen/conformance/cases.ts';
import type { SeenValues } from '../../../contracts/codegen/conformance/known-values.ts';
import { send } from '../../../contracts/codegen/conformance/send.ts';
import type { Operation, Service } from '../../../contracts/codegen/openapi/service.ts';
import type { Headers, Session } from './sessions.ts';
import { entrancesOf, tokenOf } from './system.ts';

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

const isList = ({ method, path }: Operation): boolean => method === 'get' && !path.includes('{');

/** Reads every list, so that the ids in it are known for the operations on one thing. */
export async function learn(services: readonly Service[], known: SeenValues, admin: Session): Promise<void> {
  for (const service of services) {
    const factory = new CaseFactory(service);
    const [entrance] = entrancesOf(service);
    if (!entrance) continue;
    for (const operation of service.operations.filter(isList)) {
      const valid = factory.validRequest(operation, known);
      if ('missing' in valid) continue;
      const headers = credentialsFor(operation, entrance.service, { admin });
      const answer = await send({ url: entrance.url, headers, timeoutMs: 30_000 }, operation, valid.request);
      if (answer && !('failure' in answer) && answer.status === 200) known.learn(operation, answer.text);
    }
  }
}
