import type { Publisher } from '../asyncapi/publisher.ts';
import type { Bundle } from '../document/bundle.ts';
import type { Operation, Service } from '../openapi/service.ts';

type Report = (rule: string, path: readonly (string | number)[], message: string) => void;

/** An OpenAPI document as rules see it; they report paths of the bundled document. */
export interface ServiceContract {
  bundle: Bundle;
  service: Service;
  report: Report;
}

/** An AsyncAPI document as rules see it. */
export interface EventContract {
  bundle: Bundle;
  publisher: Publisher;
  report: Report;
}

export type Contract = ServiceContract | EventContract;

export type ServiceRule = (contract: ServiceContract) => void;
export type EventRule = (contract: EventContract) => void;

/** Makes a rule of something that is asked of each operation. */
export function eachOperation(check: (operation: Operation, contract: ServiceContract) => void): ServiceRule {
  return contract => {
    for (const operation of contract.service.operations) check(operation, contract);
  };
}
