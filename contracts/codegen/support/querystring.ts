import { isObject, type JsonObject, objectIn, stringIn, valueAt } from '../document/json.ts';
import { eachOperation, type ServiceRule } from '../lint/contract.ts';
import type { Parameter } from '../openapi/service.ts';
import { parseMediaType } from '../runtime/media-type.ts';

/** A parameter that is the whole query (OpenAPI 3.2, Parameter Locations) is a form, and alone there. */
export const querystrings: ServiceRule = eachOperation(({ parameters }, { service: { document }, report }) => {
  const isWhole = ({ at }: Parameter) => stringIn(valueAt(document, at), 'in') === 'querystring';
  for (const parameter of parameters.filter(isWhole)) {
    const written = valueAt(document, parameter.at);
    const other = parameters.find(item => item !== parameter && item.place === 'query');
    const problem = isObject(written) ? formProblem(written, parameter) : undefined;
    const message = other ? `The query is taken by ${parameter.name}: make ${other.name} a property of it` : problem;
    if (message !== undefined) report('not-supported', [...parameter.at, other ? 'in' : 'content'], message);
  }
});

function formProblem(written: JsonObject, { type, name }: Parameter): string | undefined {
  const [media, ...others] = Object.entries(objectIn(written, 'content'));
  if (media === undefined || others.length > 0) return 'A querystring has one media type, under `content`';
  const [mediaType, value] = media;
  const { essence } = parseMediaType(mediaType);
  if (essence !== 'application/x-www-form-urlencoded')
    return `A querystring of ${essence} is not supported: write application/x-www-form-urlencoded`;
  if (type !== 'object') return `${name} must be an object, whose properties are the names of the query`;
  return Object.keys(objectIn({ value }, 'value')).includes('encoding')
    ? 'The encoding of a querystring is not supported: its properties travel in the style form, exploded'
    : undefined;
}
