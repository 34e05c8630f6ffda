import type { RequestContext } from '../platform/http/context.ts';

/** Who changes something: a request's context, or what an import stores of it. */
export type Author = Pick<RequestContext<never>, 'principal' | 'requestId'>;
