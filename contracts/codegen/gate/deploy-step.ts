import { isObject, objectIn, stringIn } from '../document/json.ts';
import { registryRequest } from '../registry/registry-address.ts';
import type { GateFinding, GateStep } from './gate-report.ts';
import { stepOf } from './gate-report.ts';

/** A registry to ask, and for which environment; undefined where nobody asked. */
export interface DeployQuestion {
  registry: string;
  token: string | undefined;
  environment: string;
  /** The revision that was published. */
  version: string;
}

/**
 * Asks the registry whether this version of each changed service may go to an environment (the Pact Broker's
 * "can-i-deploy"). What was never verified is unknown, and so is a registry that does not answer.
 */
export async function deployStep(services: readonly string[], question: DeployQuestion | undefined): Promise<GateStep> {
  if (!question) {
    const summary = 'not asked: name a registry and an environment (--registry, --environment)';
    return { name: 'can-i-deploy', verdict: 'skipped', summary, findings: [] };
  }
  if (services.length === 0) return stepOf('can-i-deploy', [], 'no service changed');
  const findings: GateFinding[] = [];
  for (const service of services) {
    const found = await ask(service, question);
    if (found) findings.push(found);
  }
  const said = findings.length === 0 ? `${services.join(', ')} may go to` : `${findings.length} may not go to`;
  return stepOf('can-i-deploy', findings, `${said} ${question.environment}`);
}

async function ask(service: string, question: DeployQuestion): Promise<GateFinding | undefined> {
  const { registry, token, environment, version } = question;
  const query = new URLSearchParams([
    ['q[][pacticipant]', service],
    ['q[][version]', version],
    ['environment', environment],
  ]);
  const path = `/internal/pact-broker/matrix?${query}`;
  const { target, headers } = registryRequest({ url: registry, token }, path);
  const unknown = (message: string): GateFinding => ({ id: 'can-i-deploy', weight: 'unknown', message });
  try {
    const response = await fetch(target, { headers });
    const body: unknown = await response.json();
    if (!isObject(body)) return unknown(`${registry} gives no answer about ${service}`);
    if (!response.ok) return unknown(stringIn(body, 'detail') ?? `${registry} answers ${response.status}`);
    const summary = objectIn(body, 'summary');
    if (summary.deployable === true) return undefined;
    const notices = Array.isArray(body.notices) ? body.notices : [];
    return {
      id: 'can-i-deploy',
      weight: summary.failed === 0 ? 'unknown' : 'fail',
      message: `${service} (${version}) may not go to ${environment}: ${stringIn(summary, 'reason') ?? 'no reason is given'}`,
      details: notices.map(notice => stringIn(notice, 'text') ?? ''),
    };
  } catch (error) {
    const { cause } = error instanceof Error ? error : { cause: error };
    return unknown(`${registry} does not answer: ${cause instanceof Error ? cause.message : String(error)}`);
  }
}
