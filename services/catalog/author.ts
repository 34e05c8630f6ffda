import type { RequestContext } from '../platform/http/context.ts';

/** The author of a change, from the context of a request, or from what an import stores of it. */
export type Author = Pick<RequestContext<never>, 'principal' | 'requestId'>;
