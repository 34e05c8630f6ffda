import type { Matrix, MatrixRow, Notice } from '../../../generated/registry/types.ts';
import type { Selector } from './selectors.ts';

/** A version of a consumer or provider. */
export interface VersionOf {
  pacticipant: string;
  number: string;
}

/** One integration of a version that is asked about: a pact, and a version of the other side that could meet it. */
export interface Integration {
  consumer: { name: string; version: string };
  /** Without a version where none is there to meet the pact. */
  provider: { name: string; version: string | undefined };
  pactCreatedAt: Date;
  /** The latest verification of this pact by this version of the provider. */
  verification?: { success: boolean; verifiedAt: Date };
}

type RowVerdict = 'success' | 'failed' | 'unknown';

/**
 * Whether an integration is known to work. Without a version of the provider, or without a verification, nothing is
 * known, and unknown is never safe.
 */
function verdictOf({ provider, verification }: Integration): RowVerdict {
  if (provider.version === undefined || verification === undefined) return 'unknown';
  return verification.success ? 'success' : 'failed';
}

const isIgnored = ({ consumer, provider }: Integration, ignored: readonly Selector[]) =>
  ignored.some(({ name, version }) =>
    [consumer, provider].some(side => side.name === name && (version === undefined || side.version === version)),
  );

function noticeOf(integration: Integration): Notice | undefined {
  const { consumer, provider } = integration;
  const verdict = verdictOf(integration);
  if (verdict === 'success') return undefined;
  const pact = `the pact of ${consumer.name} (${consumer.version}) with ${provider.name}`;
  if (verdict === 'failed') return { type: 'danger', text: `${provider.name} (${provider.version}) breaks ${pact}.` };
  const text =
    provider.version === undefined
      ? `There is no version of ${provider.name} there that ${consumer.name} (${consumer.version}) could use.`
      : `${provider.name} (${provider.version}) has not verified ${pact}.`;
  return { type: 'warning', text };
}

function rowOf({ consumer, provider, pactCreatedAt, verification }: Integration): MatrixRow {
  const side = ({ name, version }: Integration['provider']) => ({
    name,
    version: version === undefined ? null : { number: version },
  });
  return {
    consumer: side(consumer),
    provider: side(provider),
    pact: { createdAt: pactCreatedAt.toISOString() },
    verificationResult:
      verification === undefined
        ? null
        : { success: verification.success, verifiedAt: verification.verifiedAt.toISOString() },
  };
}

function reasonOf(total: number, failed: number, unknown: number): string {
  if (total === 0) return 'There are no pacts with what is there.';
  if (failed > 0) return `${failed} of ${total} pacts ${failed === 1 ? 'is' : 'are'} broken.`;
  if (unknown > 0) return `${unknown} of ${total} pacts ${unknown === 1 ? 'is' : 'are'} not verified.`;
  return 'All required verification results are published and successful.';
}

/**
 * Whether versions can be deployed together (the Pact Broker's "can-i-deploy"). Deployable only where every integration
 * is verified and none is broken.
 * @param missing sentences about versions that do not exist
 */
export function matrixOf(
  integrations: readonly Integration[],
  ignored: readonly Selector[],
  missing: readonly string[],
): Matrix {
  const counted = integrations.filter(integration => !isIgnored(integration, ignored));
  const count = (verdict: RowVerdict) => counted.filter(integration => verdictOf(integration) === verdict).length;
  const failed = count('failed');
  const unknown = count('unknown');
  const deployable = failed === 0 && unknown === 0 && missing.length === 0;
  const reason = missing[0] ?? reasonOf(counted.length, failed, unknown);
  const notices: Notice[] = [
    ...missing.map((text): Notice => ({ type: 'danger', text })),
    ...counted.flatMap(integration => noticeOf(integration) ?? []),
  ];
  return {
    summary: { deployable, reason, success: count('success'), failed, unknown },
    notices: notices.length > 0 ? notices : [{ type: 'success', text: reason }],
    matrix: integrations.map(rowOf),
  };
}
