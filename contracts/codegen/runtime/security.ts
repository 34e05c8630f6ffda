import type { Request } from 'express';
import type { OperationDefinition, SecurityScheme } from './operation.ts';
import { ProblemError } from './problem.ts';

/**
 * Tries the alternatives of an operation in order until one is granted; within an alternative every scheme must grant.
 * Throws 403 when none did and one said `forbidden` (somebody is signed in, but may not), else 401.
 */
export async function authorize<C, S extends { [K in keyof S]: SecurityScheme<C>['verify'] }>(
  operation: OperationDefinition,
  security: S,
  challenges: Readonly<Record<string, string>>,
  request: Request,
  context: C,
): Promise<void> {
  if (operation.security.length === 0) return;
  let forbidden = false;
  for (const alternative of operation.security) {
    let granted = true;
    for (const [scheme, roles] of Object.entries(alternative)) {
      const verdict = isScheme(security, scheme) ? await security[scheme](request, roles, context) : 'anonymous';
      if (verdict === 'granted') continue;
      granted = false;
      forbidden ||= verdict === 'forbidden';
      break;
    }
    if (granted) return;
  }
  if (forbidden) throw new ProblemError({ status: 403, detail: 'What you are signed in as may not do this.' });
  const schemes = new Set(operation.security.flatMap(alternative => Object.keys(alternative)));
  const challenge = [...schemes].map(scheme => challenges[scheme] ?? scheme).join(', ');
  throw new ProblemError({
    status: 401,
    detail: 'This needs you to be signed in.',
    headers: { 'www-authenticate': challenge },
  });
}

function isScheme<S extends object>(security: S, name: string): name is keyof S & string {
  return name in security;
}
