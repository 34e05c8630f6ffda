import { stringIn } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import type { ServiceRule } from '../lint/contract.ts';

/** Dynamic references that no component around them answers: their meaning would be that of the caller. */
export const dynamicReferences: ServiceRule = ({ service: { document }, report }) => {
  visitKinds(document, 'document', (schema, kind, path) => {
    const ref = kind === 'schema' ? stringIn(schema, '$dynamicRef') : undefined;
    if (ref === undefined) return;
    const anchor = ref.slice(ref.indexOf('#') + 1);
    report(
      'not-supported',
      [...path, '$dynamicRef'],
      `No component that leads here has the $dynamicAnchor ${anchor}, so what ${ref} means is not known: write $ref`,
    );
  });
};
