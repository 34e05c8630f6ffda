import { mkdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { formatFinding } from '../contract-error.ts';
import type { Json } from '../document/json.ts';
import { generate } from '../generate.ts';
import { lintProject } from '../lint/lint.ts';
import { readContracts } from '../read-contracts.ts';
import { projectFolder } from '../testing/project-folder.ts';
import { correlationOf, type ReceivedMessage } from './messages.ts';
import { readWorkflows } from './read-workflows.ts';
import { type Exchange, type Perform, runWorkflow, StepFailure } from './run.ts';

const openapi = `openapi: 3.1.1
info: { title: Tea, version: 1.0.0 }
paths:
  /teas:
    post:
      operationId: orderTea
      parameters: [{ name: Idempotency-Key, in: header, required: true, schema: { type: string } }]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name, cups]
              properties: { name: { type: string }, cups: { type: integer }, milk: { type: boolean } }
      responses:
        '201':
          description: Ordered.
          content:
            application/json:
              schema: { type: object, properties: { id: { type: string }, cups: { type: array, items: { type: integer } } } }
        '409': { description: None left. }
  /teas/{teaId}:
    get:
      operationId: getTea
      parameters: [{ name: teaId, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: It., content: { application/json: { schema: { type: object } } } } }
`;
const asyncapi = `asyncapi: 3.0.0
info: { title: Tea events, version: 1.0.0 }
channels:
  teas:
    address: tea.v1
    messages:
      TeaBrewed:
        payload: { type: object, properties: { teaId: { type: string }, cups: { type: integer } } }
        correlationId: { location: '$message.payload#/teaId' }
      TeaSpilt: { payload: { type: object, properties: { teaId: { type: string } } } }
operations:
  publishTeaBrewed:
    action: send
    channel: { $ref: '#/channels/teas' }
    messages: [{ $ref: '#/channels/teas/messages/TeaBrewed' }]
`;
const workflow = `arazzo: 1.1.0
info: { title: Tea time, version: 1.0.0 }
sourceDescriptions:
  - { name: tea, url: ../openapi/tea.yaml, type: openapi }
  - { name: teaEvents, url: ../asyncapi/tea.yaml, type: asyncapi }
workflows:
  - workflowId: brew
    inputs: { type: object, properties: { key: { type: string }, cups: { type: integer, default: 2 } } }
    steps:
      - stepId: order
        operationId: $sourceDescriptions.tea.orderTea
        parameters: [{ name: Idempotency-Key, in: header, value: $inputs.key }]
        requestBody: { payload: { name: 'Assam {$inputs.key}', cups: $inputs.cups } }
        successCriteria: [{ condition: $statusCode == 201 }]
        onFailure: [{ name: again, type: retry, retryAfter: 0.5, retryLimit: 2, criteria: [{ condition: $statusCode == 409 }] }]
        outputs: { id: $response.body#/id }
      - stepId: brewed
        operationId: $sourceDescriptions.teaEvents.publishTeaBrewed
        action: receive
        correlationId: $steps.order.outputs.id
        successCriteria: [{ context: $message.payload#/teaId, condition: '^t', type: regex }]
        outputs: { cups: $message.payload#/cups }
      - stepId: read
        operationPath: '{$sourceDescriptions.tea.url}#/paths/~1teas~1{teaId}/get'
        parameters: [{ name: teaId, in: path, value: $steps.order.outputs.id }]
        successCriteria: [{ condition: $statusCode == 200 }]
        onSuccess: [{ name: enough, type: end, criteria: [{ condition: $response.body.drunk == true }] }]
      - stepId: spill
        channelPath: '{$sourceDescriptions.teaEvents.url}#/channels/teas'
        action: send
        requestBody: { payload: { teaId: $steps.order.outputs.id } }
    outputs: { cups: $steps.brewed.outputs.cups }
  - workflowId: twice
    steps:
      - { stepId: first, workflowId: brew, parameters: [{ name: key, value: k }], outputs: { cups: $outputs.cups } }
      - stepId: loop
        operationId: $sourceDescriptions.tea.getTea
        parameters: [{ name: teaId, in: path, value: t }]
        onSuccess: [{ name: back, type: goto, stepId: first, criteria: [{ condition: $response.body.again == true }] }]
    outputs: { cups: $steps.first.outputs.cups }
`;

const projectOf = (text: string) =>
  projectFolder(
    { 'openapi/tea.yaml': openapi, 'asyncapi/tea.yaml': asyncapi, 'workflows/tea.arazzo.yaml': text },
    { asyncapi: 'asyncapi/*.yaml', workflows: 'workflows/*.yaml' },
  );

async function findings(text: string): Promise<string[]> {
  const project = projectOf(text);
  const found = await lintProject(project);
  return found.map(finding => formatFinding(finding, project.root)).filter(line => line.startsWith('workflows/'));
}

test('a console gets the steps of each workflow, those of the workflows in it included', async () => {
  const project = projectOf(workflow);
  const admin = { output: 'generated/admin', scheme: 'none' };
  const text = (await generate({ ...project, admin })).get('generated/admin/workflows.ts') ?? '';
  const [, list = ''] = /workflows: readonly Workflow\[\] = (\[[\s\S]*\]);/.exec(text) ?? [];
  const found: { id: string; steps: { id: string; kind: string; action: string }[] }[] = parse(
    list.replaceAll(/,(\s*[\]}])/g, '$1'),
  );
  expect(found.map(({ id, steps }) => [id, steps.map(step => `${step.id}: ${step.kind} ${step.action}`)])).toEqual([
    [
      'brew',
      [
        'order: request POST /teas',
        'brewed: event TeaBrewed',
        'read: request GET /teas/{teaId}',
        expect.stringContaining('spill: event'),
      ],
    ],
    ['twice', [...Array(4).fill(expect.any(String)), 'loop: request GET /teas/{teaId}']],
  ]);
});

describe('covenant lint', () => {
  test('has nothing against a workflow that is in order', async () => {
    expect(await findings(workflow)).toEqual([]);
  });

  test.each([
    [
      'a source that is no contract',
      'url: ../openapi/tea.yaml',
      'url: ../openapi/gone.yaml',
      '4:18 workflow-source: ../openapi/gone.yaml is no contract of this project',
    ],
    [
      'an operation that is gone',
      'tea.orderTea',
      'tea.buyTea',
      '10:9 workflow-operation: There is no operation buyTea in tea',
    ],
    ['an event that is gone', 'publishTeaBrewed', 'publishTeaDrunk', '17:9 workflow-operation'],
    [
      'a channel that is gone',
      '#/channels/teas',
      '#/channels/cups',
      '28:9 workflow-operation: Nothing is at /channels/cups',
    ],
    ['an unknown parameter', 'name: teaId, in: path', 'name: id, in: path', 'getTea has no path parameter id'],
    ['a missing parameter', 'name: teaId, in: path', 'name: id, in: path', 'getTea needs the path parameter teaId'],
    [
      'an unknown field of a body',
      'cups: $inputs.cups }',
      'cups: $inputs.cups, sugar: 1 }',
      'There is no sugar in this body',
    ],
    ['a missing field of a body', ', cups: $inputs.cups }', ' }', 'workflow-body: cups is missing'],
    [
      'a value of another type',
      'cups: $inputs.cups }',
      'cups: $inputs.key }',
      'workflow-type: $inputs.key is string, not number',
    ],
    ['a literal of another type', 'cups: $inputs.cups }', 'cups: two }', 'workflow-type: It is string, not number'],
    [
      'an input that there is not',
      'value: $inputs.key',
      'value: $inputs.kee',
      'workflow-expression: $inputs.kee: there is no kee',
    ],
    [
      'a field that no answer has',
      '$response.body#/id',
      '$response.body#/nr',
      'workflow-expression: $response.body#/nr: there is no nr',
    ],
    ['a field that no message has', 'cups: $message.payload#/cups', 'cups: $message.payload#/mugs', 'there is no mugs'],
    [
      'a step that comes later',
      'correlationId: $steps.order.outputs.id',
      'correlationId: $steps.read.outputs.id',
      'the step read comes later',
    ],
    [
      'an output that there is not',
      '$steps.brewed.outputs.cups',
      '$steps.brewed.outputs.mugs',
      'the step brewed has no such output',
    ],
    [
      'a condition that cannot be read',
      '$statusCode == 201',
      '$statusCode = 201',
      'workflow-condition: The condition cannot be read from',
    ],
    [
      'a JSONPath query that cannot be read',
      "condition: '^t', type: regex",
      "condition: '$.a[?@.b = 1]', type: jsonpath",
      '21:63 workflow-query: The JSONPath cannot be read at character 10',
    ],
    [
      'a function that JSONPath does not have',
      "condition: '^t', type: regex",
      "condition: '$[?upper(@.b)]', type: jsonpath",
      'workflow-query: The JSONPath cannot be read at character 4',
    ],
    [
      'a JSONPath query without a context',
      "context: $message.payload#/teaId, condition: '^t', type: regex",
      "condition: '$.a', type: jsonpath",
      'workflow-condition: A condition of jsonpath needs a context',
    ],
    [
      'an expression in a JSONPath query that leads nowhere',
      "condition: '^t', type: regex",
      'condition: \'$[?@ == "{$inputs.kee}"]\', type: jsonpath',
      'workflow-expression: $inputs.kee: there is no kee',
    ],
    [
      'a condition in XPath',
      "condition: '^t', type: regex",
      "condition: '//a', type: xpath",
      '21:81 not-supported: Queries of type xpath are not supported',
    ],
    [
      'an older version of JSONPath',
      "condition: '^t', type: regex",
      "condition: '$.a', type: { type: jsonpath, version: draft-goessner-dispatch-jsonpath-00 }",
      'not-supported: jsonpath is read as rfc9535, not as draft-goessner-dispatch-jsonpath-00',
    ],
    [
      'a condition that is a JSON pointer',
      "condition: '^t', type: regex",
      'condition: /a, type: jsonpointer',
      'not-supported: A condition is no JSON pointer',
    ],
    [
      'a selector that cannot be read',
      'id: $response.body#/id',
      "id: { context: $response.body, selector: '$.id[', type: jsonpath }",
      '16:51 workflow-query: The JSONPath cannot be read at character 6',
    ],
    [
      'a selector of something that is not there',
      'cups: $inputs.cups',
      'cups: { context: $inputs.mugs, selector: $.a, type: jsonpath }',
      'workflow-expression: $inputs.mugs: there is no mugs',
    ],
    [
      'a selector in XPath',
      'name: key, value: k',
      'name: key, value: { context: $inputs.key, selector: /a, type: { type: xpath, version: xpath-31 } }',
      'not-supported: Queries of type xpath are not supported',
    ],
    [
      'a selector that is no JSON pointer',
      'id: $response.body#/id',
      'id: { context: $response.body, selector: id, type: jsonpointer }',
      'workflow-query: A JSON pointer begins with a slash',
    ],
    [
      'replacements in a payload',
      'requestBody: { payload: { teaId: $steps.order.outputs.id } }',
      'requestBody: { payload: {}, replacements: [] }',
      'not-supported: Replacements in a payload are not supported',
    ],
    ['a step on a channel without a direction', '        action: send\n', '', 'needs the action send or receive'],
    ['an action that there is not', 'type: end', 'type: stop', 'workflow-structure: There is no action stop'],
    [
      'a step to go to that is gone',
      'stepId: first, criteria',
      'stepId: second, criteria',
      'There is no step second to go to',
    ],
    [
      'a workflow that is gone',
      'workflowId: brew, parameters',
      'workflowId: cook, parameters',
      'There is no workflow cook',
    ],
    ['two steps of one name', 'stepId: read', 'stepId: order', 'There are two steps called order'],
    ['another version of Arazzo', 'arazzo: 1.1.0', 'arazzo: 2.0.0', '1:1 not-supported'],
    ['no YAML', 'arazzo: 1.1.0', 'arazzo: [', 'yaml-syntax'],
  ])('finds %s', async (_name, from, to, want) => {
    expect(workflow).toContain(from);
    expect(await findings(workflow.replace(from, to))).toContainEqual(expect.stringContaining(want));
  });
});

/** Runs a workflow of the document; `answer` gives what each step gets. */
async function run(
  id: string,
  inputs: { [name: string]: Json },
  answer: Perform,
  pauses: number[] = [],
  text = workflow,
) {
  const project = projectOf(text);
  mkdirSync(project.root, { recursive: true });
  const [read] = readWorkflows(project, readContracts(project));
  const found = read?.document.workflows.find(other => other.id === id);
  if (!read || !found) throw new Error('no workflow');
  return runWorkflow(found, inputs, read.targets, answer, async ms => void pauses.push(ms));
}

const request = { headers: {}, query: {}, path: {}, body: undefined };
const answered = (status: number, body: Json): Exchange => ({
  request,
  response: { status, headers: new Headers(), body },
  faults: [],
});
const received = (payload: Json): Exchange => ({
  request,
  message: { topic: 'tea.v1', key: 'k', headers: { ce_type: 'TeaBrewed' }, payload },
  faults: [],
});

/** What a kitchen answers to each step, by its id. */
const kitchen =
  (answers: Record<string, (values: Parameters<Perform>[2]) => Exchange>, seen: [string, unknown][] = []): Perform =>
  async (_target, step, values) => {
    seen.push([step.id, values.payload ?? values.correlationId ?? values.parameters[0]?.value]);
    const give = answers[step.id];
    if (!give) throw new StepFailure('no answer');
    return give(values);
  };
const good = {
  order: () => answered(201, { id: 't1' }),
  brewed: () => received({ teaId: 't1', cups: 2 }),
  read: () => answered(200, {}),
  spill: () => ({ request, faults: [] }),
};

describe('covenant run', () => {
  test('gives each step what the steps before it got', async () => {
    const seen: [string, unknown][] = [];
    const { ok, outputs } = await run('brew', { key: 'k', cups: 2 }, kitchen(good, seen));
    expect([ok, outputs]).toEqual([true, { cups: 2 }]);
    expect(seen).toEqual([
      ['order', { name: 'Assam k', cups: 2 }],
      ['brewed', 't1'],
      ['read', 't1'],
      ['spill', { teaId: 't1' }],
    ]);
  });

  test('retries as often as it says, after the time that it says', async () => {
    const pauses: number[] = [];
    let left = 2;
    const order = () => (left-- > 0 ? answered(409, {}) : answered(201, { id: 't1' }));
    const { ok, trace } = await run('brew', { key: 'k', cups: 1 }, kitchen({ ...good, order }), pauses);
    expect([ok, pauses]).toEqual([true, [500, 500]]);
    expect(trace.map(entry => [entry.step, entry.ok, entry.retried]).slice(0, 3)).toEqual([
      ['order', false, true],
      ['order', false, true],
      ['order', true, false],
    ]);
    const always = await run('brew', { key: 'k', cups: 1 }, kitchen({ ...good, order: () => answered(409, {}) }));
    expect([always.ok, always.trace.length]).toEqual([false, 3]);
  });

  describe('with JSONPath', () => {
    const criterion = (condition: string, type = 'jsonpath') =>
      workflow
        .replace("condition: '^t', type: regex", `condition: '${condition}', type: ${type}`)
        .replace('#/teaId,', ',');
    const outcome = async (text: string, payload: Json) => {
      expect(await findings(text)).toEqual([]);
      const brewed = () => received(payload);
      const { ok, trace } = await run('brew', { key: 'k', cups: 2 }, kitchen({ ...good, brewed }), [], text);
      return ok || trace.at(-1)?.result;
    };
    const tea = {
      teaId: 't1',
      cups: [
        { milk: true, size: 2 },
        { milk: false, size: 3 },
      ],
    };

    test.each([
      ['$.cups[?@.milk == true]', 'jsonpath'],
      ['$.cups[?@.size > {$inputs.cups}]', '{ type: jsonpath, version: rfc9535 }'],
      ['$[?@ == "{$steps.order.outputs.id}"]', 'jsonpath'],
      ['$..milk', 'jsonpath'],
      ['$[?count(@[*]) == 2]', 'jsonpath'],
    ])('%s finds something', async (condition, type) => {
      expect(await outcome(criterion(condition, type), tea)).toBe(true);
    });

    test.each([
      ['$.cups[?@.size > 3]', tea],
      ['$.cups[?@.milk == "true"]', tea],
      ['$.gone', tea],
      ['$[?@ == "{$message.header.gone}"]', tea],
      ['$[?@ == "{$message.payload#/teaId}"]', { teaId: '"' }],
      ['$.cups', null],
    ])('%s finds nothing', async (condition, payload) => {
      expect(await outcome(criterion(condition), payload)).toContain(`but not ${condition}`);
    });

    test('outputs and payloads take what a selector finds', async () => {
      const text = workflow
        .replace('id: $response.body#/id', "id: { context: $response.body, selector: '$.teas[0].id', type: jsonpath }")
        .replace('cups: $inputs.cups', 'cups: { context: $inputs.cups, selector: "", type: jsonpointer }')
        .replace(
          'cups: $message.payload#/cups',
          "cups: { context: $message.payload, selector: '$.cups[?@.size > 1].size', type: jsonpath }",
        );
      expect(await findings(text)).toEqual([]);
      const seen: [string, unknown][] = [];
      const answers = {
        ...good,
        order: () => answered(201, { teas: [{ id: 't1' }] }),
        brewed: () => received(tea),
      };
      const { outputs } = await run('brew', { key: 'k', cups: 2 }, kitchen(answers, seen), [], text);
      expect(outputs).toEqual({ cups: [2, 3] });
      expect(seen.slice(0, 2)).toEqual([
        ['order', { name: 'Assam k', cups: 2 }],
        ['brewed', 't1'],
      ]);
      const none = { ...answers, order: () => answered(201, { teas: [] }) };
      const { trace } = await run('brew', { key: 'k', cups: 2 }, kitchen(none), [], text);
      expect(trace.at(-1)?.result).toBe('$.teas[0].id of $response.body stands for nothing here');
    });
  });

  test('ends where it says, and goes to where it says', async () => {
    const seen: [string, unknown][] = [];
    const ended = await run(
      'brew',
      { key: 'k', cups: 1 },
      kitchen({ ...good, read: () => answered(200, { drunk: true }) }, seen),
    );
    expect([ended.ok, seen.map(([step]) => step)]).toEqual([true, ['order', 'brewed', 'read']]);
    let rounds = 0;
    const loop = () => answered(200, { again: ++rounds < 3 });
    const twice = await run('twice', {}, kitchen({ ...good, loop }));
    expect([twice.ok, rounds, twice.outputs]).toEqual([true, 3, { cups: 2 }]);
  });

  test.each<[string, Partial<Record<keyof typeof good, () => Exchange>>, string]>([
    [
      'a status that it does not want',
      { order: () => answered(500, { title: 'No' }) },
      '500, but not $statusCode == 201: {"title":"No"}',
    ],
    [
      'a message that is not as it wants',
      { brewed: () => received({ teaId: 'x' }) },
      'TeaBrewed, but not ^t: {"teaId":"x"}',
    ],
    [
      'an answer without what is needed',
      { order: () => answered(201, {}) },
      '$response.body#/id stands for nothing here',
    ],
    [
      'an answer that breaks the contract',
      { read: () => ({ ...answered(200, {}), faults: ['invalid-body: no'] }) },
      '200',
    ],
  ])('fails at %s', async (_name, answers, result) => {
    const { ok, trace } = await run('brew', { key: 'k', cups: 1 }, kitchen({ ...good, ...answers }));
    expect([ok, trace.at(-1)?.ok, trace.at(-1)?.result]).toEqual([false, false, result]);
  });
});

test('a message is identified by its correlation id in the contract, else by its key', () => {
  const document = parse(asyncapi);
  const message: ReceivedMessage = { topic: 'tea.v1', key: 'k', headers: {}, payload: { teaId: 't1' } };
  const at = (name: string) => ['channels', 'teas', 'messages', name];
  const about = { name: '', type: '', channel: 'teas', topic: 'tea.v1', parameters: [], summary: undefined };
  const rest = {
    description: undefined,
    payload: true,
    headers: undefined,
    correlation: undefined,
    contentType: undefined,
    sent: true,
    received: false,
  };
  const of = (name: string) => ({ ...about, ...rest, typeName: name, identity: name, at: at(name) });
  expect(correlationOf(document, of('TeaBrewed'), message)).toBe('t1');
  expect(correlationOf(document, of('TeaSpilt'), message)).toBe('k');
});
