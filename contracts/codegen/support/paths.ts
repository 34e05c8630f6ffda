import { objectIn } from '../document/json.ts';
import type { ServiceRule } from '../lint/contract.ts';
import { isAmbiguous, likenessOf, pathParts, segmentsOf, templateProblem } from '../openapi/path-template.ts';
import { servedInstead } from '../openapi/route.ts';

/** Every path can be routed, and no request fits two of one method that nothing tells apart. */
export const pathTemplates: ServiceRule = ({ service, report }) => {
  const clear = new Map<string, string[]>();
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of service.operations) methods.set(path, (methods.get(path) ?? new Set()).add(method));
  for (const path of Object.keys(objectIn(service.document, 'paths'))) {
    if (!methods.has(path)) continue;
    const problem = templateProblem(path);
    if (problem !== undefined) {
      report('not-supported', ['paths', path], problem);
      continue;
    }
    if (pathParts(path).fragment !== undefined) continue;
    const alike = clear.get(likenessOf(path)) ?? [];
    const other = alike.find(
      known =>
        isAmbiguous(known, path) && [...(methods.get(path) ?? [])].some(method => methods.get(known)?.has(method)),
    );
    if (other !== undefined)
      report('not-supported', ['paths', path], `Some requests fit both ${path} and ${other}: nothing tells them apart`);
    clear.set(likenessOf(path), [...alike, path]);
  }
};

/** A fragment does not travel (RFC 9110, 7.1): it tells operations apart for clients alone. */
export const pathFragments: ServiceRule = ({ service, report }) => {
  for (const operation of service.operations) {
    const other = servedInstead(operation, service.operations);
    if (!other) continue;
    const message = `No request carries the fragment of ${operation.path}: the server has ${other.path} alone, clients have both`;
    report('not-served', operation.at, message);
  }
};

/** The path parameters of an operation are those of its template. */
export const pathParameters: ServiceRule = ({ service, report }) => {
  for (const { at, path, parameters } of service.operations) {
    const names = segmentsOf(path).flatMap(segment => segment.names);
    const declared = parameters.filter(({ place }) => place === 'path');
    for (const name of names)
      if (!declared.some(parameter => parameter.name === name))
        report('path-parameters', [...at, 'parameters'], `The path parameter ${name} is not declared`);
    for (const parameter of declared)
      if (!names.includes(parameter.name))
        report('path-parameters', parameter.at, `The path ${path} has no parameter ${parameter.name}`);
  }
};
