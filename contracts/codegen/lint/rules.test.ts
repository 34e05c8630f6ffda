import { relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCommand } from '../command.ts';
import type { Project } from '../config.ts';
import { projectFolder } from '../testing/project-folder.ts';
import { lintProject } from './lint.ts';

/** A document that follows OpenAPI, and none of the rules of a house. */
const plain = `openapi: 3.0.3
info: { title: Boats, version: 1.0.0, x-logo: { url: boat.svg } }
paths:
  /boats:
    get:
      tags: [boats]
      parameters: [{ name: page, in: query, schema: { type: integer } }]
      responses:
        '200':
          description: All.
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Boat' } } } }
        4XX: { description: No. }
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Boat' } } } }
      responses: { '201': { description: Built. } }
components:
  schemas:
    Boat:
      type: object
      x-table: boats
      properties:
        name: { type: string }
        built: { type: integer, format: unix-time }
        sold: { type: integer, format: unix-time }
    Unused: { type: string }
`;

async function lintBoats(config: Partial<Project> = {}, files: Record<string, string> = {}): Promise<string[]> {
  const project = projectFolder({ 'openapi/boats.yaml': plain, ...files }, config);
  const findings = await lintProject(project);
  return findings.map(
    ({ file, line, column, rule, severity, message }) =>
      `${relative(project.root, file)}:${line}:${column} ${rule} ${severity}: ${message}`,
  );
}

const format =
  'openapi/boats.yaml:23:33 known-format warning: The format unix-time is not known, so nothing would check it (here and at 1 more)';

test('a document that nobody here wrote is held to the specification, not to the rules of a house', async () => {
  expect(await lintBoats()).toEqual([format]);
});

test('the rules of commerce are one set among others', async () => {
  const rules = (await lintBoats({ extends: ['covenant/commerce'] })).map(text => text.split(' ')[1]);
  expect(new Set(rules)).toEqual(
    new Set([
      'body-example',
      'contract-contact',
      'default-problem',
      'idempotency',
      'internal-path',
      'known-format',
      'no-offset',
      'operation-gateway',
      'operation-id',
      'operation-security',
      'operation-summary',
      'operation-tag',
      'problem-content-type',
      'status-range',
      'unknown-extension',
      'unused-schema',
    ]),
  );
});

test('a rule is turned on, weighed and turned off by its name', async () => {
  expect(await lintBoats({ rules: { 'known-format': 'off', 'operation-id': 'info' } })).toEqual([
    'openapi/boats.yaml:5:5 operation-id info: An operation needs an operationId',
    'openapi/boats.yaml:13:5 operation-id info: An operation needs an operationId',
  ]);
});

test('what is no error fails neither lint nor check, and says what it is', async () => {
  const project = projectFolder({ 'openapi/boats.yaml': plain });
  const linted = await runCommand('lint', project);
  const strict = await runCommand('lint', { ...project, rules: { 'known-format': 'error' } });
  expect(linted).toMatchObject({ ok: true, lines: [expect.stringMatching(/ known-format \(warning\): /)] });
  expect(strict.ok).toBe(false);
});

test('a finding is excepted at its place, with a reason; an exception of nothing is found', async () => {
  const exceptions = [
    { rule: 'operation-id', at: '/paths/~1boats/post', reason: 'Called by nobody' },
    { rule: 'operation-id', at: '/paths/~1ships', reason: 'Long gone' },
    { rule: 'known-format', file: 'openapi/boats.yaml', reason: 'Seconds' },
    { rule: 'known-format', file: 'other/*.yaml', reason: 'Of others' },
  ];
  expect(await lintBoats({ rules: { 'operation-id': 'error' }, exceptions })).toEqual([
    'covenant.config.ts:1:1 unused-exception warning: Nothing is excepted from operation-id at /paths/~1ships (Long gone): remove the exception',
    'covenant.config.ts:1:1 unused-exception warning: Nothing is excepted from known-format at anywhere (Of others): remove the exception',
    'openapi/boats.yaml:5:5 operation-id error: An operation needs an operationId',
  ]);
});

test('a rule of the project is a function; what it throws is a finding', async () => {
  const rules: Project['rules'] = {
    'known-format': 'off',
    'short-paths': ({ specification, name, document, report }) => {
      for (const path of Object.keys(document.paths ?? {}))
        if (path.length > 3) report(['paths', path], `${path} of ${name} (${specification}) is long`);
    },
    broken: {
      severity: 'warning',
      check: () => {
        throw new Error('no such thing');
      },
    },
  };
  expect(await lintBoats({ rules })).toEqual([
    'openapi/boats.yaml:1:1 broken warning: The rule itself failed: no such thing',
    'openapi/boats.yaml:4:3 short-paths error: /boats of boats (openapi) is long',
  ]);
});

const spectral = `extends: [shared/base.yaml, [spectral:oas, all]]
aliases: { Boats: [$.components.schemas] }
rules:
  tag-names: off
  operation-summary-there:
    given: $.paths[*][?(@property === 'get' || @property === 'post')]
    message: '{{path}} has no summary'
    severity: error
    then: { field: summary, function: truthy }
  boat-case:
    given: '#Boats[*]~'
    then: { function: casing, functionOptions: { type: camel } }
  not-in-3-1: { given: $, formats: [oas3.1], then: { function: falsy } }
  tags: { given: '$.paths.*.*.tags', severity: hint, then: { function: length, functionOptions: { min: 2 } } }
  own: { given: $, then: { function: ownFunction } }
`;

test('a Spectral ruleset is read as far as it goes, and what is not read is said', async () => {
  const files = {
    'rules.yaml': spectral,
    'shared/base.yaml': `rules: { tag-names: { given: '$.paths.*.*.tags[*]', then: { function: enumeration, functionOptions: { values: [a] } } } }\n`,
  };
  expect(await lintBoats({ extends: ['rules.yaml'], rules: { 'boat-case': 'error' } }, files)).toEqual([
    'openapi/boats.yaml:5:5 operation-summary-there error: #/paths/~1boats/get has no summary',
    'openapi/boats.yaml:6:7 tags info: "tags" property must be longer than 2',
    'openapi/boats.yaml:13:5 operation-summary-there error: #/paths/~1boats/post has no summary',
    'openapi/boats.yaml:18:5 boat-case error: must be camel case',
    'openapi/boats.yaml:25:5 boat-case error: must be camel case',
    'rules.yaml:1:29 spectral-ruleset warning: spectral:oas is not read: only files are; covenant/recommended says what specifications say',
    'rules.yaml:15:20 spectral-ruleset warning: The function ownFunction is not supported: write the rule as a function',
  ]);
});
