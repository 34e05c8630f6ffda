import { eachOperation, type ServiceRule } from '../lint/contract.ts';
import { isFormType, isWholeText } from '../openapi/form.ts';
import type { Form, FormField, MediaType } from '../openapi/service.ts';
import { shapeOf } from '../openapi/shape.ts';
import { isJsonType } from '../runtime/media-type.ts';
import { isStyle, styleProblem } from '../runtime/parameter-style.ts';

/** Forms that could not be read field by field. */
export const formSupport: ServiceRule = eachOperation(({ at, body, rawBody }, { service, report }) => {
  for (const media of rawBody ? [] : (body?.media ?? [])) {
    const place = [...at, 'requestBody', 'content', media.type];
    const problem = formProblem(media, service.document);
    if (problem !== undefined) report('not-supported', place, problem);
    for (const field of media.form?.fields ?? []) {
      const message = fieldProblem(field);
      if (message !== undefined)
        report('not-supported', [...place, 'encoding', field.name], `${field.name}: ${message}`);
    }
  }
});

function formProblem({ type, schema, form }: MediaType, document: Parameters<typeof shapeOf>[0]): string | undefined {
  if (form) return othersProblem(form);
  const { single, array } = shapeOf(document, schema);
  const isWhole = isBytes(schema) || isWholeText(document, schema);
  return isFormType(type) && schema !== undefined && (single || array) && !isWhole
    ? 'The schema of a form must be an object'
    : undefined;
}

function isBytes(schema: MediaType['schema']): boolean {
  return typeof schema === 'object' && schema !== null && 'format' in schema && schema.format === 'binary';
}

function othersProblem({ others }: Form): string | undefined {
  return others?.file ? 'Files of any name are not supported: name them under `properties`' : undefined;
}

function fieldProblem(field: FormField): string | undefined {
  const { file, json, contentType, textType, hasHeaders, writtenStyle, style, explode, type, name } = field;
  if (hasHeaders) return 'headers of a part are not supported: a FormData cannot carry them. Make them fields';
  if (writtenStyle !== undefined && !isStyle(writtenStyle)) return `the style ${writtenStyle} is not supported`;
  if (file || json || textType !== undefined) return undefined;
  if (contentType !== undefined && !isJsonType(contentType) && !contentType.startsWith('text/plain'))
    return `a field is text of one media type, JSON or a file; ${contentType} is not supported`;
  return styleProblem({ name, place: 'query', style, explode }, type ?? 'single');
}
