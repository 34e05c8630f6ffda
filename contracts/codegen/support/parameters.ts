import type { ServiceRule } from '../lint/contract.ts';
import type { Operation, Parameter, Service } from '../openapi/service.ts';
import { declaredProperties, itemsOf, shapeOf } from '../openapi/shape.ts';
import { isJsonType } from '../runtime/media-type.ts';
import { isStyle, styleProblem } from '../runtime/parameter-style.ts';

/** Parameters whose values could not be sent, or not be distinguished from others. */
export const parameterSupport: ServiceRule = ({ service: { document, operations }, report }) => {
  for (const operation of operations) {
    for (const parameter of operation.parameters) {
      const problem =
        parameterProblem(parameter) ?? depthProblem(document, parameter) ?? nameProblem(operation, parameter);
      if (problem !== undefined) report('not-supported', parameter.at, problem);
    }
  }
};

function parameterProblem(parameter: Parameter): string | undefined {
  const { content, writtenStyle, type } = parameter;
  if (content !== undefined)
    return isJsonType(content) || content.startsWith('text/plain')
      ? undefined
      : `The value of a parameter is JSON or plain text; ${content} is not supported`;
  if (writtenStyle !== undefined && !isStyle(writtenStyle)) return `The style ${writtenStyle} is not supported`;
  const { name, place, style, explode } = parameter;
  return styleProblem({ name, place, style, explode }, type ?? 'single');
}

/** Lists and objects inside of others can only be distinguished in deepObject, or where each has a name of its own. */
function depthProblem(
  document: Service['document'],
  { content, type, style, explode, schema }: Parameter,
): string | undefined {
  if (content !== undefined || style === 'deepObject' || type === undefined) return undefined;
  if (type === 'array') {
    const { array, object } = shapeOf(document, itemsOf(document, schema));
    return array || object
      ? `A list of ${array ? 'lists' : 'objects'} cannot travel in the style ${style}: write \`content\``
      : undefined;
  }
  for (const [name, value] of declaredProperties(document, schema)) {
    const { array, object, single } = shapeOf(document, value);
    if (single && !array && !object) continue;
    if (array && !object && style === 'form' && explode) continue;
    if (array || object)
      return `${name} is ${array ? 'a list' : 'an object'} in an object, which cannot travel in the style ${style}`;
  }
  return undefined;
}

/** Only one object can take the names that nobody declares, and no two the same name. */
function nameProblem({ parameters }: Operation, parameter: Parameter): string | undefined {
  const takes = (item: Parameter) =>
    item.place === 'query' &&
    item.type === 'object' &&
    item.style === 'form' &&
    item.explode &&
    item.content === undefined;
  if (!takes(parameter)) return undefined;
  for (const other of parameters) {
    if (other === parameter || other.place !== 'query') continue;
    if (!takes(other)) {
      if (parameter.properties.includes(other.name))
        return `The query parameter ${other.name} is also a property of ${parameter.name}`;
      continue;
    }
    if (parameters.indexOf(other) > parameters.indexOf(parameter)) continue;
    if (other.open && parameter.open)
      return `Both ${other.name} and ${parameter.name} would take every other name of the query`;
    const shared = parameter.properties.find(name => other.properties.includes(name));
    if (shared !== undefined)
      return `${shared} is a property of both ${other.name} and ${parameter.name}, and stands in the query once`;
  }
  return undefined;
}
