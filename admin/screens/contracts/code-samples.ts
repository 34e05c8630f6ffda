import { isObject } from '../../kit/api/request-body.ts';
import type { Operation, Parameter } from './openapi.ts';
import { type Doc, resolve } from './schema-tree.ts';

export interface CodeSample {
  language: 'curl' | 'TypeScript';
  code: string;
}

/** How an operation is called: by curl, and by the generated client. What is optional is left out. */
export function codeSamples(document: Doc, service: string, operation: Operation): CodeSample[] {
  const needed = operation.parameters.filter(({ required }) => required);
  const [content] = operation.request;
  const isJson = content !== undefined && /json/.test(content.type);
  const body = isJson ? content.examples[0]?.value : undefined;
  return [
    { language: 'curl', code: curl(document, operation, needed, content?.type, body) },
    { language: 'TypeScript', code: typeScript(document, service, operation, needed, body, content !== undefined) },
  ];
}

function curl(
  document: Doc,
  { method, path, callers }: Operation,
  needed: readonly Parameter[],
  type: string | undefined,
  body: unknown,
): string {
  const of = (place: string) => needed.filter(parameter => parameter.place === place);
  const target = path.replaceAll(/\{([^}]+)\}/g, (text, name: string) => {
    const parameter = of('path').find(each => each.name === name);
    return parameter ? encodeURIComponent(sampleOf(document, parameter)) : text;
  });
  const query = new URLSearchParams(of('query').map(each => [each.name, sampleOf(document, each)])).toString();
  const isOpen = callers.includes('anybody');
  const lines = [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "$shop${target}${query === '' ? '' : `?${query}`}"`,
    ...(isOpen ? [] : ['-b cookies.txt']),
    ...of('header').map(each => `-H '${each.name.toLowerCase()}: ${sampleOf(document, each)}'`),
    ...(type === undefined ? [] : [`-H 'content-type: ${type}'`]),
    ...(body === undefined ? [] : [`-d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`]),
  ];
  return lines.join(' \\\n  ');
}

function typeScript(
  document: Doc,
  service: string,
  { id }: Operation,
  needed: readonly Parameter[],
  body: unknown,
  hasBody: boolean,
): string {
  const places = { path: 'path', query: 'query', header: 'headers' } as const;
  const input: Record<string, unknown> = {};
  for (const [place, member] of Object.entries(places)) {
    const own = needed.filter(parameter => parameter.place === place);
    const names = own.map(({ name }) => (place === 'header' ? name.toLowerCase() : name));
    if (own.length > 0)
      input[member] = Object.fromEntries(own.map((each, index) => [names[index], sampleOf(document, each)]));
  }
  if (hasBody) input.body = body ?? {};
  const argument = Object.keys(input).length === 0 ? '' : JSON.stringify(input, null, 2).replaceAll(/"(\w+)":/g, '$1:');
  const name = service.replaceAll(/(?:^|-)(\w)/g, (_text, letter: string) => letter.toUpperCase());
  return `const ${service.replaceAll('-', '_')} = create${name}Client({ baseUrl: shop });\nconst { status, body } = await ${service.replaceAll('-', '_')}.${id}(${argument});`;
}

/** A value of a parameter: its example, default or first value, else its name. */
function sampleOf(document: Doc, { name, schema, example }: Parameter): string {
  const resolved = resolve(document, schema);
  const { examples, enum: values, default: preset, type } = isObject(resolved) ? resolved : {};
  const [first] = [
    example,
    ...(Array.isArray(examples) ? examples : []),
    preset,
    ...(Array.isArray(values) ? values : []),
  ].filter(value => value !== undefined);
  if (first !== undefined) return String(first);
  return type === 'integer' || type === 'number' ? '1' : name;
}
