import type { Request } from 'express';
import { objectIn, stringIn } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import type { Service } from '../openapi/service.ts';
import type { SecurityScheme, SecurityVerdict } from '../runtime/operation.ts';

/** Whoever brings a credential is let in: what it is worth is not for a mock to say. */
export function presentCredentials({
  document,
  securitySchemes,
}: Service): Record<string, SecurityScheme<Request>['verify']> {
  const schemes = objectIn(objectIn(document, 'components'), 'securitySchemes');
  return Object.fromEntries(
    securitySchemes.map(({ name }) => {
      const scheme = deref(document, schemes[name]);
      const isThere = presence(stringIn(scheme, 'type'), stringIn(scheme, 'in'), stringIn(scheme, 'name') ?? '');
      return [name, async (request: Request): Promise<SecurityVerdict> => (isThere(request) ? 'granted' : 'anonymous')];
    }),
  );
}

function presence(type: string | undefined, place: string | undefined, name: string): (request: Request) => boolean {
  if (type === 'mutualTLS') return () => true;
  if (type !== 'apiKey') return request => request.headers.authorization !== undefined;
  if (place === 'query') return request => request.query[name] !== undefined;
  if (place === 'cookie')
    return request => (request.headers.cookie ?? '').split(/; */).some(pair => pair.startsWith(`${name}=`));
  return request => request.headers[name.toLowerCase()] !== undefined;
}
