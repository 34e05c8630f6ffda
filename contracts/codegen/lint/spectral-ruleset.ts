import { dirname, relative, resolve } from 'node:path';
import type { RuleDefinition } from '@stoplight/spectral-core';
import formatModule from '@stoplight/spectral-formats';
import functionModule from '@stoplight/spectral-functions';
import { ConfigError } from '../config.ts';
import { arrayIn, isObject, type Json, type JsonObject, objectIn, stringIn, stringsIn } from '../document/json.ts';
import type { SourceCache } from '../document/source.ts';
import type { Severity } from './rule-set.ts';

/** What was read of Spectral rulesets: the rules by name, and what they say that is not supported. */
export interface SpectralRules {
  rules: Record<string, RuleDefinition>;
  severities: Record<string, Severity | 'off'>;
  aliases: Record<string, string[]>;
  problems: { file: string; path: readonly (string | number)[]; message: string }[];
}

const severities: Readonly<Record<string, Severity | 'off'>> = {
  error: 'error',
  warn: 'warning',
  info: 'info',
  hint: 'info',
  off: 'off',
  false: 'off',
  true: 'warning',
  '0': 'error',
  '1': 'warning',
  '2': 'info',
  '3': 'info',
  '-1': 'off',
};

const functions = new Map<string, unknown>(Object.entries(functionModule));
const formats = new Map<string, unknown>(Object.entries(formatModule));

/** Reads the files of Spectral rulesets, with those that they extend. */
export function readSpectralRules(root: string, files: readonly string[], cache: SourceCache): SpectralRules {
  const read: SpectralRules = { rules: {}, severities: {}, aliases: {}, problems: [] };
  for (const file of files) readFile(resolve(root, file), cache, read, []);
  return read;
}

function readFile(file: string, cache: SourceCache, read: SpectralRules, from: readonly string[]): void {
  const text = ((): JsonObject => {
    try {
      return cache.read(file).json;
    } catch {
      throw new ConfigError(`The Spectral ruleset ${relative(process.cwd(), file)} cannot be read`);
    }
  })();
  const report = (path: readonly (string | number)[], message: string) => read.problems.push({ file, path, message });
  for (const [index, item] of list(text.extends).entries()) {
    const name = Array.isArray(item) ? item[0] : item;
    const path = Array.isArray(text.extends) ? ['extends', index] : ['extends'];
    if (typeof name === 'string' && /^\.{0,2}\/|\.(ya?ml|json)$/.test(name) && !name.includes('://')) {
      const other = resolve(dirname(file), name);
      if (!from.includes(other)) readFile(other, cache, read, [...from, file]);
    } else
      report(path, `${String(name)} is not read: only files are; covenant/recommended says what specifications say`);
  }
  for (const key of ['functions', 'functionsDir', 'overrides', 'except'])
    if (text[key] !== undefined)
      report([key], `${key} is not supported: write such a rule as a function, under \`rules\``);
  for (const [name, value] of Object.entries(objectIn(text, 'aliases'))) {
    if (Array.isArray(value) && value.every(item => typeof item === 'string'))
      read.aliases[name] = value.map(item => String(item));
    else report(['aliases', name], 'An alias is a list of paths; targets by format are not supported');
  }
  for (const [name, rule] of Object.entries(objectIn(text, 'rules'))) {
    if (!isObject(rule)) {
      const severity = severities[String(rule)];
      if (severity === undefined) report(['rules', name], `${String(rule)} is no severity`);
      else if (read.rules[name]) read.severities[name] = severity;
      else if (severity !== 'off') report(['rules', name], `There is no rule ${name} in the rulesets that were read`);
      continue;
    }
    const problem = putRule(name, rule, read);
    if (problem !== undefined) report(['rules', name, ...problem.path], problem.message);
  }
}

function putRule(name: string, rule: JsonObject, read: SpectralRules): { path: string[]; message: string } | undefined {
  const given = typeof rule.given === 'string' ? [rule.given] : stringsIn(rule, 'given');
  if (given.length === 0) return { path: ['given'], message: 'A rule has `given`: paths of what it is about' };
  const then: RuleDefinition['then'] = [];
  for (const item of list(rule.then)) {
    const called = stringIn(item, 'function') ?? '';
    const found = functions.get(called);
    if (typeof found !== 'function')
      return { path: ['then'], message: `The function ${called} is not supported: write the rule as a function` };
    const field = stringIn(item, 'field');
    const options = isObject(item) ? item.functionOptions : undefined;
    then.push({
      ...(field !== undefined && { field }),
      function: found as (typeof then)[number]['function'], // one of Spectral's own, by name
      ...(options !== undefined && { functionOptions: options }),
    });
  }
  const unknown = stringsIn(rule, 'formats').find(format => typeof formats.get(camel(format)) !== 'function');
  if (unknown !== undefined) return { path: ['formats'], message: `The format ${unknown} is not known` };
  const severity = severities[String(rule.severity ?? 'warn')];
  if (severity === undefined) return { path: ['severity'], message: `${String(rule.severity)} is no severity` };
  const message = stringIn(rule, 'message');
  const description = stringIn(rule, 'description');
  const only = arrayIn(rule, 'formats').map(format => formats.get(camel(String(format))));
  read.severities[name] = rule.recommended === false ? 'off' : severity;
  read.rules[name] = {
    given,
    then,
    severity: 'warn',
    resolved: rule.resolved !== false,
    ...(message !== undefined && { message }),
    ...(description !== undefined && { description }),
    ...(only.length > 0 && { formats: only as NonNullable<RuleDefinition['formats']> }), // Spectral's own, by name
  };
  return undefined;
}

/** `oas3.1` is exported as `oas3_1`, `json-schema` as `jsonSchema`. */
function camel(format: string): string {
  return format.replaceAll('.', '_').replaceAll(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());
}

function list(value: Json | undefined): Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
