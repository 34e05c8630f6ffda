import { stringIn } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import type { ServiceRule } from '../lint/contract.ts';

/** Keywords of OpenAPI 3.2 that nothing is made of yet, by the kind of object that has them. */
const unknown: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  document: { $self: 'a base address of its own is not supported: files are found where they are' },
  pathItem: {
    query: 'the method QUERY is not supported: use POST',
    additionalOperations: 'other methods than those of HTTP are not supported',
  },
  mediaType: {
    itemSchema: 'items of a stream are not checked: leave it out, and the body is handed over as a stream',
    prefixEncoding: 'multipart bodies by position are not supported: name their parts',
    itemEncoding: 'multipart bodies by position are not supported: name their parts',
  },
  discriminator: { defaultMapping: 'a tag that may be missing is not supported: require it' },
};

const places = ['path', 'query', 'querystring', 'header', 'cookie'];

export const newKeywords: ServiceRule = ({ service: { document }, report }) => {
  visitKinds(document, 'document', (object, kind, path) => {
    for (const [key, problem] of Object.entries(unknown[kind] ?? {}))
      if (object[key] !== undefined) report('not-supported', [...path, key], `${key}: ${problem}`);
    const place = kind === 'parameter' ? stringIn(object, 'in') : undefined;
    if (place !== undefined && !places.includes(place))
      report(
        'not-supported',
        [...path, 'in'],
        `A parameter in ${place} is not supported: it is in ${places.join(', ')}`,
      );
  });
};
