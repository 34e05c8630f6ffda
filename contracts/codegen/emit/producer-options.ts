import type { Message } from '../asyncapi/message.ts';
import { propertyKey, quote } from '../names.ts';

/** A member of the options that a message is made with, as code. */
export interface OptionMember {
  text: string;
  required: boolean;
}

/** What must be said to know the topic of a message: the topic itself, or the parameters of its address. */
export function topicMembers({ topic, parameters }: Pick<Message, 'topic' | 'parameters'>): OptionMember[] {
  const members: OptionMember[] = [];
  if (topic === undefined) members.push({ text: 'topic: string', required: true });
  if (parameters.length > 0) {
    const required = parameters.some(parameter => parameter.default === undefined);
    const fields = parameters.map(parameter => parameterType(parameter, parameter.default !== undefined));
    members.push({ text: `parameters${required ? '' : '?'}: { ${fields.join('; ')} }`, required });
  }
  return members;
}

/** A parameter of an address as a property. */
export function parameterType({ name, values }: Message['parameters'][number], isOptional: unknown = false): string {
  return `${propertyKey(name)}${isOptional === true ? '?' : ''}: ${values.map(quote).join(' | ') || 'string'}`;
}

export function typeOfMembers(members: readonly OptionMember[]): string {
  return `{ ${members.map(({ text }) => text).join('; ')} }`;
}
