import type {
  CreateResult,
  DataProvider,
  DeleteManyResult,
  DeleteResult,
  GetListResult,
  GetManyReferenceResult,
  GetManyResult,
  GetOneResult,
  RaRecord,
  UpdateManyResult,
  UpdateResult,
} from 'react-admin';
import type { AdminCalls, AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { ApiError, toApiError } from './api-error.ts';
import type { CursorTrails } from './cursor-history.ts';
import { IdempotencyKeys } from './idempotency-keys.ts';
import { ListReader } from './list-reader.ts';
import { readOne, recordOf } from './records.ts';
import { createBody, isValues, updateBody } from './request-body.ts';

export interface DataSources {
  resources: Readonly<Record<string, AdminResource>>;
  calls: Readonly<Record<string, AdminCalls>>;
  trails: CursorTrails;
}

/**
 * react-admin's view of the generated resources: lists by cursor, bodies as the contract wants them, failures in words.
 */
export function createDataProvider(sources: DataSources): DataProvider {
  const keys = new IdempotencyKeys();
  const reader = new ListReader(sources.trails);

  const open = (name: string): { resource: AdminResource; call: AdminCalls } => {
    const resource = sources.resources[name];
    const call = sources.calls[name];
    if (!resource || !call) throw new ApiError(`There is no resource ${name}`, 404, undefined);
    return { resource, call };
  };
  const guarded = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw toApiError(error);
    }
  };
  const one = async (name: string, id: string | number, signal?: AbortSignal): Promise<RaRecord> => {
    const { resource, call } = open(name);
    return readOne(resource, call, String(id), signal);
  };
  const change = async (name: string, id: string | number, values: unknown, before: unknown): Promise<RaRecord> => {
    const { resource, call } = open(name);
    const { update } = resource;
    if (!update || !call.update) throw new ApiError(`${resource.title} cannot be changed`, 405, undefined);
    const previous = isValues(before) ? before : await one(name, id);
    const body = updateBody(update, isValues(values) ? values : {}, previous);
    if (Object.keys(body).length === 0) return { ...previous, id };
    const answer = await keys.run(
      [name, 'update', id, body],
      key => call.update?.(String(id), body, { idempotencyKey: key }) ?? unanswered(),
    );
    return isValues(answer) ? recordOf(resource, answer) : { ...previous, ...body, id };
  };
  const drop = async (name: string, id: string | number): Promise<void> => {
    const { resource, call } = open(name);
    if (!call.remove) throw new ApiError(`${resource.title} cannot be deleted`, 405, undefined);
    await keys.run([name, 'remove', id], key => call.remove?.(String(id), { idempotencyKey: key }) ?? unanswered());
  };

  return {
    supportAbortSignal: true,
    getList: (name, parameters): Promise<GetListResult> =>
      guarded(() => {
        const { resource, call } = open(name);
        return reader.read(resource, call, parameters);
      }),
    getOne: (name, { id, signal }): Promise<GetOneResult> =>
      guarded(async () => ({ data: await one(name, id, signal) })),
    getMany: (name, { ids, signal }): Promise<GetManyResult> =>
      guarded(async () => {
        const found = await Promise.allSettled(ids.map(id => one(name, id, signal)));
        return { data: found.flatMap(result => (result.status === 'fulfilled' ? [result.value] : [])) };
      }),
    getManyReference: (name, { target, id, filter, ...parameters }): Promise<GetManyReferenceResult> =>
      guarded(() => {
        const { resource, call } = open(name);
        return reader.read(resource, call, { ...parameters, filter: { ...filter, [target]: id } });
      }),
    create: (name, { data }): Promise<CreateResult> =>
      guarded(async () => {
        const { resource, call } = open(name);
        const { create } = resource;
        if (!create || !call.create) throw new ApiError(`${resource.title} cannot be added`, 405, undefined);
        const body = createBody(create.fields, isValues(data) ? data : {});
        const answer = await keys.run(
          [name, 'create', body],
          key => call.create?.(body, { idempotencyKey: key }) ?? unanswered(),
        );
        return { data: isValues(answer) ? recordOf(resource, answer) : { ...body, id: '' } };
      }),
    update: (name, { id, data, previousData }): Promise<UpdateResult> =>
      guarded(async () => ({ data: await change(name, id, data, previousData) })),
    updateMany: (name, { ids, data }): Promise<UpdateManyResult> =>
      guarded(async () => ({ data: await inTurn(ids, id => change(name, id, data, undefined).then(() => id)) })),
    delete: (name, { id, previousData }): Promise<DeleteResult> =>
      guarded(async () => {
        await drop(name, id);
        return { data: previousData ?? { id } };
      }),
    deleteMany: (name, { ids }): Promise<DeleteManyResult> =>
      guarded(async () => ({ data: await inTurn(ids, id => drop(name, id).then(() => id)) })),
  };
}

async function inTurn<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const item of items) done.push(await run(item));
  return done;
}

function unanswered(): Promise<never> {
  return Promise.reject(new Error('This operation is not part of the contract'));
}
