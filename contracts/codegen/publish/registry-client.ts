import type { JsonObject } from '../document/json.ts';
import { isObject, objectIn, stringIn } from '../document/json.ts';
import type { IntendedBreak } from '../intended/intended-break.ts';

/** How a registry is reached. */
export interface RegistryAccess {
  url: string;
  /** The bearer token of the next request; undefined for a registry that asks for none. */
  token(): Promise<string | undefined>;
}

/** A registry that does not answer, or answers what is no answer to the question. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
}

/** Why something is not taken, with where in the document each finding stands. */
export interface Refusal {
  message: string;
  findings: { id: string; message: string; after: string | undefined }[];
}

export interface ContractPublication {
  kind: 'openapi' | 'asyncapi';
  name: string;
  version: string;
  document: JsonObject;
  gitRevision: string | undefined;
  intendedBreaks: readonly IntendedBreak[];
}

export interface PactPublication {
  consumer: string;
  version: string;
  branch: string | undefined;
  pacts: readonly { provider: string; text: string }[];
}

/** The registry's requests that publishing takes; each gives undefined, or why it was refused. */
export class RegistryClient {
  readonly #access: RegistryAccess;

  constructor(access: RegistryAccess) {
    this.#access = access;
  }

  publishContract(publication: ContractPublication): Promise<Refusal | undefined> {
    const { kind, name, version, document, gitRevision, intendedBreaks } = publication;
    const path = ['admin', 'contracts', kind, name, 'versions', version].map(encodeURIComponent).join('/');
    return this.#send('PUT', path, {
      document,
      ...(gitRevision !== undefined && { gitRevision }),
      ...(intendedBreaks.length > 0 && { intendedBreaks }),
    });
  }

  publishPacts({ consumer, version, branch, pacts }: PactPublication): Promise<Refusal | undefined> {
    return this.#send('POST', 'internal/pact-broker/contracts/publish', {
      pacticipantName: consumer,
      pacticipantVersionNumber: version,
      ...(branch !== undefined && { branch }),
      contracts: pacts.map(({ provider, text }) => ({
        consumerName: consumer,
        providerName: provider,
        specification: 'pact',
        contentType: 'application/json',
        content: Buffer.from(text).toString('base64'),
      })),
    });
  }

  async #send(method: string, path: string, body: object): Promise<Refusal | undefined> {
    const { url, token } = this.#access;
    const bearer = await token();
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, application/hal+json, application/problem+json',
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    };
    const target = `${url.replace(/\/+$/, '')}/${path}`;
    let response: Response;
    try {
      response = await fetch(target, { method, headers, body: JSON.stringify(body) });
    } catch (error) {
      const { cause } = error instanceof Error ? error : { cause: error };
      const reason = cause instanceof Error ? cause.message : String(error);
      throw new RegistryError(`${url} does not answer: ${reason}`, { cause: error });
    }
    if (response.ok) {
      await response.body?.cancel();
      return undefined;
    }
    const problem = await problemOf(response);
    if ([400, 409, 422].includes(response.status)) return refusalOf(problem);
    throw new RegistryError(`${target} answers ${response.status}: ${refusalOf(problem).message}`);
  }
}

async function problemOf(response: Response): Promise<JsonObject> {
  try {
    const body: unknown = JSON.parse(await response.text());
    return isObject(body) ? body : {};
  } catch {
    return {}; // a proxy's page
  }
}

function refusalOf(problem: JsonObject): Refusal {
  const findings = Array.isArray(problem.findings) ? problem.findings : [];
  const errors = Array.isArray(problem.errors) ? problem.errors : [];
  const details = errors.map(error => `${stringIn(error, 'path') ?? ''} ${stringIn(error, 'message') ?? ''}`.trim());
  const said = stringIn(problem, 'detail') ?? stringIn(problem, 'title') ?? 'no reason is given';
  return {
    message: [said, ...details].join('; '),
    findings: findings.map(finding => ({
      id: stringIn(finding, 'id') ?? '',
      message: stringIn(finding, 'message') ?? '',
      after: stringIn(objectIn({ finding }, 'finding'), 'after'),
    })),
  };
}
