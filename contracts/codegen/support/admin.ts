import { stringIn } from '../document/json.ts';
import { adminExtension } from '../emit/admin-resources.ts';
import { eachOperation } from '../lint/contract.ts';

/** What a resource of the console may be called: a file is named after it. */
export const adminResourceName = /^[a-z][a-z0-9-]*$/;

export const adminNames = eachOperation((operation, { service, report }) => {
  const name = stringIn(adminExtension(service, operation), 'resource');
  if (name !== undefined && !adminResourceName.test(name))
    report('extension-value', [...operation.at, 'x-admin'], 'x-admin has a resource that is not valid');
});
