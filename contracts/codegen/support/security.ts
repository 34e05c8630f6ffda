import { objectIn } from '../document/json.ts';
import { eachOperation } from '../lint/contract.ts';

/** The schemes that security names exist: nobody could say how another one is verified. */
export const securityScheme = eachOperation(({ at, security, method, path }, { service, report }) => {
  const value = objectIn(objectIn(objectIn(service.document, 'paths'), path), method);
  const known = new Set(service.securitySchemes.map(({ name }) => name));
  for (const scheme of new Set(security.flatMap(alternative => Object.keys(alternative)))) {
    if (!known.has(scheme))
      report(
        'security-scheme',
        value.security === undefined ? at : [...at, 'security'],
        `There is no security scheme ${scheme}`,
      );
  }
});
