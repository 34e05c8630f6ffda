/** What an interaction of a pact asks for: an operation, or a message. */
export interface Use {
  description: string;
  operation?: string;
  message?: string;
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** The operations of an OpenAPI document, the more specific paths first. */
function operationsOf(document: unknown): { method: string; template: string }[] {
  const paths = member(document, 'paths');
  if (typeof paths !== 'object' || paths === null) return [];
  return Object.entries(paths)
    .flatMap(([template, item]) =>
      methods
        .filter(method => member(item, method) !== undefined)
        .map(method => ({ method: method.toUpperCase(), template })),
    )
    .sort((one, other) => Number(one.template.includes('{')) - Number(other.template.includes('{')));
}

/** Whether a path is one of a path template's (OpenAPI 3.1.1, Path Templating). */
function matches(template: string, path: string): boolean {
  const pattern = template
    .split(/\{[^{}]*\}/)
    .map(text => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('[^/]+');
  return new RegExp(`^${pattern}$`).test(path);
}

/**
 * What the interactions of a pact (specification 1 to 4) ask of a service: requests by the operation of its OpenAPI
 * document that they meet, messages by their name.
 */
export function usesOf(pact: unknown, document: unknown): Use[] {
  const operations = operationsOf(document);
  const messages = listOf(member(pact, 'messages')).map(message => ({ type: 'Asynchronous/Messages', message }));
  const interactions = listOf(member(pact, 'interactions')).map(message => ({
    type: textOf(member(message, 'type')) ?? 'Synchronous/HTTP',
    message,
  }));
  return [...interactions, ...messages].map(({ type, message: interaction }) => {
    const description = textOf(member(interaction, 'description')) ?? '';
    if (type !== 'Synchronous/HTTP') return { description, message: description };
    const request = member(interaction, 'request');
    const method = (textOf(member(request, 'method')) ?? 'GET').toUpperCase();
    const path = (textOf(member(request, 'path')) ?? '/').split('?')[0] ?? '/';
    const found = operations.find(operation => operation.method === method && matches(operation.template, path));
    return { description, operation: `${method} ${found?.template ?? path}` };
  });
}
