import { stringIn } from '../document/json.ts';
import type { ServiceRule } from '../lint/contract.ts';
import type { Operation } from '../openapi/service.ts';
import { writtenOperation } from '../openapi/written-operation.ts';

/** Members that JavaScript calls on its own account: a client with `then` is taken for a promise. */
const magic = new Set(['then']);

/** Each operation becomes one name in code, which no other has. */
export const operationNames: ServiceRule = ({ service, report }) => {
  const seen = new Map<string, Operation>();
  for (const operation of service.operations) {
    const { at, id } = operation;
    const written = stringIn(writtenOperation(service.document, operation), 'operationId');
    const place = written === undefined ? at : [...at, 'operationId'];
    const other = seen.get(id);
    if (id === '') report('not-supported', place, 'An operationId needs a letter or a digit: code is named after it');
    else if (magic.has(id)) report('not-supported', place, `The operationId ${id} would break the client: rename it`);
    else if (other !== undefined)
      report('operation-id', place, `${nameOf(operation, written)} is also that of ${placeOf(other)}`);
    else seen.set(id, operation);
  }
};

function nameOf({ id }: Operation, written: string | undefined): string {
  return written === undefined ? `Without an operationId this is called ${id}, which` : `operationId ${written}`;
}

function placeOf({ method, path }: Operation): string {
  return `${method.toUpperCase()} ${path}`;
}
