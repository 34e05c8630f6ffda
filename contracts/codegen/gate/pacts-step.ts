import { basename, extname } from 'node:path';
import type { Change } from '../diff/change.ts';
import type { ContractDifference } from '../diff/report/report.ts';
import { messagesOf } from '../diff/usage.ts';
import { isObject, type JsonObject, objectIn, stringIn } from '../document/json.ts';
import type { IntendedBreaks } from '../intended/read-intended-breaks.ts';
import { type Use, usesOf } from '../registry/pact-uses.ts';
import { breakPlace } from './break-entry.ts';
import { entriesFor } from './breaking-step.ts';
import { count, type GateFinding, type GateStep, stepOf } from './gate-report.ts';

/** A pact as it is written, with whom it joins. */
export interface Pact {
  consumer: string;
  provider: string;
  content: JsonObject;
}

export interface PactsInput {
  differences: readonly ContractDifference[];
  /** Undefined where the configuration names none. */
  pacts: readonly Pact[] | undefined;
  /** The document of a contract, by its name. */
  documentOf(contract: string): JsonObject | undefined;
  intended: IntendedBreaks;
  today: Date;
}

/** An operation or a message that somebody who uses it meets in another way than before. */
interface Edge {
  service: string;
  /** `GET /orders/{orderId}`, or the name of a message. */
  used: string;
  change: Change;
}

/** Reads a pact file; undefined for one that names no consumer and provider. */
export function readPact(text: string): Pact | undefined {
  try {
    const content: unknown = JSON.parse(text);
    if (!isObject(content)) return undefined;
    const [consumer, provider] = ['consumer', 'provider'].map(side => stringIn(objectIn(content, side), 'name'));
    return consumer === undefined || provider === undefined ? undefined : { consumer, provider, content };
  } catch {
    return undefined;
  }
}

/**
 * Who uses what changed, as the pacts say. An operation or message that may break somebody, and that no pact covers, is
 * unknown: nobody can say that it is safe, unless it was measured long enough that nobody uses it.
 */
export function pactsStep(input: PactsInput): GateStep {
  const edges = edgesOf(input);
  if (edges.length === 0) return stepOf('pacts', [], 'nothing changed that a consumer would meet');
  const { pacts } = input;
  if (!pacts) {
    const message = 'The configuration names no `pacts`, so that nobody knows who uses what changed';
    return stepOf('pacts', [{ id: 'no-pact', weight: 'unknown', message }], 'there are no pacts');
  }
  const findings = edges.map(edge => findingOf(edge, pacts, input));
  const uncovered = findings.filter(({ weight }) => weight === 'unknown').length;
  const said =
    uncovered > 0 ? `${uncovered} of ${count(edges.length, 'edge')} without a pact` : 'every edge has a pact';
  return stepOf('pacts', findings, said);
}

function findingOf({ service, used, change }: Edge, pacts: readonly Pact[], { documentOf }: PactsInput): GateFinding {
  const isUse = ({ operation, message }: Use): boolean => operation === used || message === used;
  const consumers = pacts
    .filter(pact => pact.provider === service && usesOf(pact.content, documentOf(change.contract)).some(isUse))
    .map(({ consumer }) => consumer);
  const place = breakPlace(change);
  const common = { at: [used], ...(place && { place }) };
  if (consumers.length === 0) {
    const { usage } = change;
    const details = usage?.text ?? [];
    if (usage?.used === 'no') {
      const message = `${used} of ${service} changed; no pact says who uses it, and nobody does`;
      return { ...common, id: 'unused', weight: 'note', message, details };
    }
    const message = `${used} of ${service} changed, and no pact says who uses it`;
    return { ...common, id: 'no-pact', weight: 'unknown', message, details };
  }
  const message = `${used} of ${service} is used by ${consumers.join(', ')}`;
  return { ...common, id: 'pact', weight: 'note', message, details: ['the tests of the provider verify it'] };
}

/** What changed in a way that a consumer may meet, each once; what its owner stands for needs no pact. */
function edgesOf({ differences, documentOf, intended, today }: PactsInput): Edge[] {
  const edges = new Map<string, Edge>();
  for (const { name, kind, changes } of differences) {
    const service = basename(name, extname(name));
    for (const change of changes) {
      if (change.severity !== 'breaking' && change.severity !== 'warning') continue;
      if (change.hits.length === 0 || entriesFor(change, intended, today)) continue;
      const used = kind === 'openapi' ? change.at : messagesOf(change, documentOf(name));
      for (const each of used) {
        const key = `${service} ${each}`;
        if (!edges.has(key)) edges.set(key, { service, used: each, change });
      }
    }
  }
  return [...edges.values()];
}
