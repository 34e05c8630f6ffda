import { CaseFactory } from '../../../contracts/codegen/conformance/cases.ts';
import type { SeenValues } from '../../../contracts/codegen/conformance/known-values.ts';
import { send } from '../../../contracts/codegen/conformance/send.ts';
import type { Operation, Service } from '../../../contracts/codegen/openapi/service.ts';
import { credentialsFor } from './credentials.ts';
import type { Session } from './sessions.ts';
import { endpointsOf } from './system.ts';

const isList = ({ method, path }: Operation): boolean => method === 'get' && !path.includes('{');

/** Reads every list, so that the ids in it are known for the operations on one thing. */
export async function collectListedIds(services: readonly Service[], known: SeenValues, admin: Session): Promise<void> {
  for (const service of services) {
    const factory = new CaseFactory(service);
    const [endpoint] = endpointsOf(service);
    if (!endpoint) continue;
    for (const operation of service.operations.filter(isList)) {
      const valid = factory.validRequest(operation, known);
      if ('missing' in valid) continue;
      const headers = credentialsFor(operation, endpoint.service, { admin });
      const answer = await send({ url: endpoint.url, headers, timeoutMs: 30_000 }, operation, valid.request);
      if (answer && !('failure' in answer) && answer.status === 200) known.learn(operation, answer.text);
    }
  }
}
