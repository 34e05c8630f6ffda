import type { Change } from '../change.ts';
import { Changes } from '../change.ts';
import type { ContractVersion } from '../contract-version.ts';
import { SchemaJudge } from '../schema-judge.ts';
import { Unchanged } from '../unchanged.ts';
import { requestBodyChanged } from './bodies.ts';
import { pairCallbacks } from './callbacks.ts';
import type { Context, OperationPair } from './context.ts';
import { extensionsChanged } from './extensions.ts';
import { lifecycleChanged, operationIdChanged, tagsChanged } from './lifecycle.ts';
import { pairOperations } from './operations.ts';
import { parametersChanged } from './parameters.ts';
import { responsesChanged } from './responses.ts';
import { securityChanged, securitySchemesChanged } from './security.ts';
import { operationServersChanged, serversChanged } from './servers.ts';

/** What changed between two versions of an OpenAPI document; sunset dates are compared with `today`. */
export function compareOpenapi(before: ContractVersion, after: ContractVersion, today: Date): Change[] {
  const changes = new Changes(after.name);
  const unchanged = new Unchanged(before.document, after.document);
  const judge = new SchemaJudge(before, after, unchanged, changes);
  const context: Context = { before, after, changes, judge, unchanged, today };
  serversChanged(context, '', before.root, after.root);
  securitySchemesChanged(context);
  for (const key of ['paths', 'webhooks'] as const) {
    for (const pair of pairOperations(context, key)) operationChanged(context, pair);
  }
  return changes.list();
}

function operationChanged(context: Context, pair: OperationPair): void {
  securityChanged(context, pair);
  const { items, before, after } = pair;
  const shared = ['parameters', 'servers'].every(key =>
    context.unchanged.is(items.before.raw(key)?.value ?? null, items.after.raw(key)?.value ?? null),
  );
  if (shared && context.unchanged.is(before.value, after.value)) return;
  lifecycleChanged(context, pair.called, 'operation', pair.called, before, after);
  operationIdChanged(context, pair);
  tagsChanged(context, pair);
  operationServersChanged(context, pair);
  parametersChanged(context, pair);
  requestBodyChanged(context, pair);
  responsesChanged(context, pair);
  extensionsChanged(context, pair);
  for (const callback of pairCallbacks(context, pair)) operationChanged(context, callback);
}
