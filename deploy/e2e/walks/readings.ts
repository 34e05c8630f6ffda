import { CaseFactory } from '../../../contracts/codegen/conformance/cases.ts';
import type { SeenValues } from '../../../contracts/codegen/conformance/known-values.ts';
import { send } from '../../../contracts/codegen/conformance/send.ts';
import type { Operation, Service } from '../../../contracts/codegen/openapi/service.ts';
import { credentialsFor } from './credentials.ts';
import type { Session } from './sessions.ts';
import { endpointsOf } from './system.ts';

/**
 * Calls the chosen operations, one after the other, with what is known by then; gives those that answer 200, with the
 * text of the answer.
 */
export async function* readings(
  services: readonly Service[],
  known: SeenValues,
  admin: Session,
  isChosen: (operation: Operation) => boolean,
): AsyncGenerator<[operation: Operation, text: string]> {
  for (const service of services) {
    const factory = new CaseFactory(service);
    const [endpoint] = endpointsOf(service);
    if (!endpoint) continue;
    for (const operation of service.operations.filter(isChosen)) {
      const valid = factory.validRequest(operation, known);
      if ('missing' in valid) continue;
      const headers = credentialsFor(operation, endpoint.service, { admin });
      const answer = await send({ url: endpoint.url, headers, timeoutMs: 30_000 }, operation, valid.request);
      if (answer && !('failure' in answer) && answer.status === 200) yield [operation, answer.text];
    }
  }
}
