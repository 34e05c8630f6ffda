import type { JsonObject } from '../document/json.ts';

/** An `error` fails `lint` and `check`; the others are only said. */
export type Severity = 'error' | 'warning' | 'info';

/** A contract as a rule of a project sees it. */
export interface RuleContract {
  specification: 'openapi' | 'asyncapi';
  /** The service: the name of the file. */
  name: string;
  /** The document with what it refers to in other files among its components. */
  document: JsonObject;
  /** Adds a finding at what the keys lead to. */
  report(path: readonly (string | number)[], message: string): void;
}

/** A rule of a project: a plain function. */
export type RuleFunction = (contract: RuleContract) => void;

/** What becomes of the findings of a rule, and for one of the project's own, how it finds them. */
export type RuleSetting = Severity | 'off' | RuleFunction | { severity: Severity | 'off'; check: RuleFunction };

/** Settings by the name of the rule. */
export type RuleSet = Readonly<Record<string, RuleSetting>>;

/** A finding that is accepted: of this rule, at this place or inside it. */
export interface RuleException {
  rule: string;
  /** The document, relative to the project; every one without it. */
  file?: string;
  /** JSON pointer of the place; the whole document without it. */
  at?: string;
  /** Why it is right as it is. */
  reason: string;
}

/** Whether a pointer leads to a path of a document or to one of its operations. */
export function leadsToOperation(pointer: string): boolean {
  return /^#?\/paths\/[^/]+(\/[^/]+)?$/.test(pointer);
}

/** What keeps a contract from being carried through: always an error, for nothing could be generated. */
export const blockingRules: ReadonlySet<string> = new Set([
  'no-documents',
  'same-name',
  'yaml-syntax',
  'not-supported',
  'no-unresolved-ref',
  'no-name-conflict',
  'path-parameters',
  'security-scheme',
  'intended-break',
  'unknown-parser',
  'unknown-service',
]);

/** What the specifications say, and what would surprise whoever reads what is generated. */
const recommended: RuleSet = {
  'openapi-structure': 'error',
  'asyncapi-structure': 'error',
  deprecation: 'error',
  'ignored-header': 'warning',
  'known-format': 'warning',
  'example-valid': 'warning',
  'yaml-indentation': 'warning',
  'not-checked': 'warning',
  'not-served': 'warning',
  'default-not-filled': 'warning',
  'read-only-required': 'warning',
  'workflow-structure': 'error',
  'workflow-source': 'error',
  'workflow-operation': 'error',
  'workflow-parameter': 'error',
  'workflow-body': 'error',
  'workflow-type': 'error',
  'workflow-expression': 'error',
  'workflow-condition': 'error',
  'workflow-query': 'error',
};

/** The rules of a commerce platform: gateway, cache, idempotency, problems, cursors, promises of topics. */
const commerce: RuleSet = {
  ...Object.fromEntries(Object.keys(recommended).map(rule => [rule, 'error'])),
  'contract-contact': 'error',
  'operation-id': 'error',
  'operation-tag': 'error',
  'operation-summary': 'error',
  'operation-security': 'error',
  'operation-gateway': 'error',
  'internal-path': 'error',
  idempotency: 'error',
  'cache-on-reads': 'error',
  'cache-tags': 'error',
  'default-problem': 'error',
  'problem-content-type': 'error',
  'status-range': 'error',
  'list-paging': 'error',
  'no-offset': 'error',
  'body-example': 'error',
  'admin-list': 'error',
  'admin-resource': 'error',
  'unique-route': 'error',
  'unused-schema': 'error',
  'secret-marked': 'error',
  'unknown-extension': 'error',
  'extension-place': 'error',
  'extension-value': 'error',
  'channel-compatibility': 'error',
  'only-sends': 'error',
  'sent-message': 'error',
  'message-payload': 'error',
  'one-publisher': 'error',
};

/** The rule sets that \`extends\` names. */
export const ruleSets: Readonly<Record<string, RuleSet>> = {
  'covenant/recommended': recommended,
  'covenant/commerce': commerce,
};

/** Whether an entry of `extends` is the file of a Spectral ruleset. */
export function isSpectralFile(entry: string): boolean {
  return /\.(ya?ml|json)$/.test(entry);
}

/** A value that may be a rule set; what makes it none is said. */
export function ruleSetProblem(value: object): string | undefined {
  for (const [name, setting] of Object.entries(value)) {
    if (!isSetting(setting)) return `the rule \`${name}\` is 'error', 'warning', 'info', 'off' or a function`;
    if (blockingRules.has(name)) return `\`${name}\` says that nothing can be generated, which no setting changes`;
  }
  return undefined;
}

function isSetting(value: unknown): value is RuleSetting {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return isLevel(value);
  return isLevel(Reflect.get(value, 'severity')) && typeof Reflect.get(value, 'check') === 'function';
}

function isLevel(value: unknown): boolean {
  return value === 'error' || value === 'warning' || value === 'info' || value === 'off';
}
