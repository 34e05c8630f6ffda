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
import { ApiError, toApiError, toMutationError } from './api-error.ts';
import type { CursorHistory } from './cursor-history.ts';
import { IdempotencyKeys } from './idempotency-keys.ts';
import { ListReader } from './list-reader.ts';
import { readOne, recordOf } from './records.ts';
import { createBody, isObject, updateBody } from './request-body.ts';

export interface DataSources {
  resources: Readonly<Record<string, AdminResource>>;
  calls: Readonly<Record<string, AdminCalls>>;
  cursors: CursorHistory;
}

/**
 * react-admin's data provider over the generated resources: cursor paging, request bodies by contract, errors as
 * `ApiError`.
 */
export function createDataProvider(sources: DataSources): DataProvider {
  const keys = new IdempotencyKeys('records');
  const reader = new ListReader(sources.cursors);

  const resourceCalls = (name: string): { resource: AdminResource; call: AdminCalls } => {
    const resource = sources.resources[name];
    const call = sources.calls[name];
    if (!resource || !call) throw new ApiError(`There is no resource ${name}`, 404, undefined);
    return { resource, call };
  };
  const withErrors = async <T>(toError: (error: unknown) => unknown, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw toError(error);
    }
  };
  const withApiErrors = <T>(run: () => Promise<T>): Promise<T> => withErrors(toApiError, run);
  const withMutationErrors = <T>(run: () => Promise<T>): Promise<T> => withErrors(toMutationError, run);
  const readRecord = async (name: string, id: string | number, signal?: AbortSignal): Promise<RaRecord> => {
    const { resource, call } = resourceCalls(name);
    return readOne(resource, call, String(id), signal);
  };
  const updateRecord = async (
    name: string,
    id: string | number,
    values: unknown,
    before: unknown,
  ): Promise<RaRecord> => {
    const { resource, call } = resourceCalls(name);
    const { update } = resource;
    if (!update || !call.update) throw new ApiError(`${resource.title} cannot be changed`, 405, undefined);
    const previous = isObject(before) ? before : await readRecord(name, id);
    const body = updateBody(update, isObject(values) ? values : {}, previous);
    if (Object.keys(body).length === 0) return { ...previous, id };
    const answer = await keys.run(
      [name, 'update', id, body],
      key => call.update?.(String(id), body, { idempotencyKey: key }) ?? notInContract(),
    );
    return isObject(answer) ? recordOf(resource, answer) : { ...previous, ...body, id };
  };
  const deleteRecord = async (name: string, id: string | number): Promise<void> => {
    const { resource, call } = resourceCalls(name);
    if (!call.remove) throw new ApiError(`${resource.title} cannot be deleted`, 405, undefined);
    await keys.run([name, 'remove', id], key => call.remove?.(String(id), { idempotencyKey: key }) ?? notInContract());
  };

  return {
    supportAbortSignal: true,
    getList: (name, parameters): Promise<GetListResult> =>
      withApiErrors(() => {
        const { resource, call } = resourceCalls(name);
        return reader.read(resource, call, parameters);
      }),
    getOne: (name, { id, signal }): Promise<GetOneResult> =>
      withApiErrors(async () => ({ data: await readRecord(name, id, signal) })),
    getMany: (name, { ids, signal }): Promise<GetManyResult> =>
      withApiErrors(async () => {
        const found = await Promise.allSettled(ids.map(id => readRecord(name, id, signal)));
        return { data: found.flatMap(result => (result.status === 'fulfilled' ? [result.value] : [])) };
      }),
    getManyReference: (name, { target, id, filter, ...parameters }): Promise<GetManyReferenceResult> =>
      withApiErrors(() => {
        const { resource, call } = resourceCalls(name);
        return reader.read(resource, call, { ...parameters, filter: { ...filter, [target]: id } });
      }),
    create: (name, { data }): Promise<CreateResult> =>
      withMutationErrors(async () => {
        const { resource, call } = resourceCalls(name);
        const { create } = resource;
        if (!create || !call.create) throw new ApiError(`${resource.title} cannot be added`, 405, undefined);
        const body = createBody(create.fields, isObject(data) ? data : {});
        const answer = await keys.run(
          [name, 'create', body],
          key => call.create?.(body, { idempotencyKey: key }) ?? notInContract(),
        );
        return { data: isObject(answer) ? recordOf(resource, answer) : { ...body, id: '' } };
      }),
    update: (name, { id, data, previousData }): Promise<UpdateResult> =>
      withMutationErrors(async () => ({ data: await updateRecord(name, id, data, previousData) })),
    updateMany: (name, { ids, data }): Promise<UpdateManyResult> =>
      withMutationErrors(async () => ({
        data: await sequentially(ids, id => updateRecord(name, id, data, undefined).then(() => id)),
      })),
    delete: (name, { id, previousData }): Promise<DeleteResult> =>
      withMutationErrors(async () => {
        await deleteRecord(name, id);
        return { data: previousData ?? { id } };
      }),
    deleteMany: (name, { ids }): Promise<DeleteManyResult> =>
      withMutationErrors(async () => ({ data: await sequentially(ids, id => deleteRecord(name, id).then(() => id)) })),
  };
}

async function sequentially<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const item of items) done.push(await run(item));
  return done;
}

function notInContract(): Promise<never> {
  return Promise.reject(new Error('This operation is not part of the contract'));
}
