import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFiles } from '../document/glob.ts';
import { arrayIn, isObject, type Json, objectIn, stringIn, valueAt } from '../document/json.ts';

import type { Contracts } from '../read-contracts.ts';
import type { MemberId } from './code/members.ts';
import { membersAlong } from './code/text-uses.ts';
import type { MemberTable } from './member-table.ts';

/** A pact: what a consumer asks of a provider, as members of what is generated for the provider. */
export interface PactUse {
  consumer: string;
  provider: string;
  /** Relative to the project. */
  file: string;
  interactions: InteractionUse[];
}

export interface InteractionUse {
  description: string;
  /** The operation or event: `orders/client#getOrder`, `orders/handlers#OrderPaid`. */
  of: MemberId;
  /** The fields of the answer or payload that the consumer asks for. */
  asked: MemberId[];
  /** The fields that the consumer sends. */
  sent: MemberId[];
  /** The status that it expects. */
  status?: number;
}

/** Reads the pacts that a pattern matches; interactions of operations and events that there are not are left out. */
export function readPacts(root: string, pattern: string, contracts: Contracts, table: MemberTable): PactUse[] {
  return findFiles(root, pattern).map(file => {
    const pact: Json = JSON.parse(readFileSync(join(root, file), 'utf8'));
    const consumer = stringIn(objectIn(pact, 'consumer'), 'name') ?? '';
    const provider = stringIn(objectIn(pact, 'provider'), 'name') ?? '';
    const interactions = arrayIn(pact, 'interactions').flatMap(interaction =>
      stringIn(interaction, 'type') === 'Synchronous/HTTP'
        ? httpUse(interaction, provider, contracts, table)
        : messageUse(interaction, provider, table),
    );
    return { consumer, provider, file, interactions };
  });
}

function httpUse(interaction: Json, provider: string, contracts: Contracts, table: MemberTable): InteractionUse[] {
  const request = objectIn(interaction, 'request');
  const response = objectIn(interaction, 'response');
  const method = stringIn(request, 'method')?.toLowerCase() ?? '';
  const path = stringIn(request, 'path') ?? '';
  const operations = contracts.services.find(({ service }) => service.name === provider)?.service.operations ?? [];
  const fitting = operations.filter(
    operation => operation.method.toLowerCase() === method && fitsTemplate(path, operation.path),
  );
  const operation = fitting.sort((one, other) => literals(other.path) - literals(one.path))[0];
  if (!operation) return [];
  const name = operation.typeName;
  const status = Number(response.status);
  const input = `${provider}/types#${name}`;
  const sent = ['Input', 'Request'].flatMap(kind => [
    ...membersIn(valueAt(request, ['body', 'content']), `${input}${kind}.body`, table),
    ...membersIn(request.query, `${input}${kind}.query`, table),
  ]);
  return [
    {
      description: stringIn(interaction, 'description') ?? '',
      of: `${provider}/client#${operation.id}`,
      asked: membersIn(valueAt(response, ['body', 'content']), `${input}Response.body`, table),
      sent: [...new Set(sent)],
      status,
    },
  ];
}

function messageUse(interaction: Json, provider: string, table: MemberTable): InteractionUse[] {
  const type = stringIn(interaction, 'description') ?? '';
  const payload = `${provider}/events#${type}`;
  if (!table.has(payload)) return [];
  const asked = membersIn(valueAt(interaction, ['contents', 'content']), payload, table);
  return [{ description: type, of: `${provider}/handlers#${type}`, asked, sent: [] }];
}

/** The members that a value has, from the type of the whole on. */
export function membersIn(value: Json | undefined, type: MemberId, table: MemberTable): MemberId[] {
  const found = new Set<MemberId>();
  const visit = (of: Json | undefined, owner: MemberId): void => {
    if (Array.isArray(of)) for (const item of of) visit(item, owner);
    if (!isObject(of)) return;
    for (const [name, item] of Object.entries(of))
      for (const member of membersAlong(table, owner, [name])) {
        found.add(member);
        visit(item, member);
      }
  };
  visit(value, type);
  return [...found];
}

function fitsTemplate(path: string, template: string): boolean {
  const own = path.split('/');
  const wanted = template.split('/');
  return own.length === wanted.length && wanted.every((part, at) => part.includes('{') || part === own[at]);
}

function literals(template: string): number {
  return template.split('/').filter(part => !part.includes('{')).length;
}
