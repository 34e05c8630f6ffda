import type { SeenValues } from '../../../contracts/codegen/conformance/known-values.ts';
import type { Operation, Service } from '../../../contracts/codegen/openapi/service.ts';
import { readings } from './readings.ts';
import type { Session } from './sessions.ts';

const isList = ({ method, path }: Operation): boolean => method === 'get' && !path.includes('{');

/** Reads every list, so that the ids in it are known for the operations on one thing. */
export async function collectListedIds(services: readonly Service[], known: SeenValues, admin: Session): Promise<void> {
  for await (const [operation, text] of readings(services, known, admin, isList)) known.learn(operation, text);
}
