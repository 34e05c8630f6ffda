import type { Change } from './change.ts';

/** The name of the field that a change is about, in a body or a payload; undefined where it is about none. */
export function changedField({ before, after, message }: Change): string | undefined {
  const named = /property (\S+) /.exec(message)?.[1];
  if (named !== undefined) return named.split(/[./]/).at(-1);
  const place = before ?? after;
  const key = [...(place?.pointer ?? '').matchAll(/\/properties\/([^/]+)/g)].at(-1)?.[1];
  return key?.replaceAll('~1', '/').replaceAll('~0', '~');
}
