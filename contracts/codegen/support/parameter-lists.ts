import { arrayIn, isObject, stringIn } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import type { ServiceRule } from '../lint/contract.ts';
import { deref } from '../openapi/deref.ts';

/**
 * The parameters of a list are parameters, each of them another one: "a unique parameter is defined by a combination of
 * a name and location", and header names have no case (OpenAPI 3.1.1, Operation Object; RFC 9110, 5.1).
 */
export const parameterLists: ServiceRule = ({ service: { document }, report }) => {
  visitKinds(document, 'document', (holder, kind, path) => {
    if (kind !== 'pathItem' && kind !== 'operation') return;
    const seen = new Set<string>();
    for (const [index, item] of arrayIn(holder, 'parameters').entries()) {
      const at = [...path, 'parameters', index];
      const parameter = deref(document, item);
      const name = stringIn(parameter, 'name');
      const place = stringIn(parameter, 'in');
      if (!isObject(parameter) || name === undefined || place === undefined) {
        report('not-supported', at, 'This is no parameter: it has no `name`, or is `in` nothing');
        continue;
      }
      const id = `${place} ${place === 'header' ? name.toLowerCase() : name}`;
      if (seen.has(id)) report('not-supported', at, `The parameter ${name} in ${place} stands twice in this list`);
      seen.add(id);
      if (place === 'path' && parameter.required !== true)
        report('not-checked', at, 'A parameter of a path is always there, and read as such: write `required: true`');
    }
  });
};
