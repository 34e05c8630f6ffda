import { Client, errors, type estypes } from '@elastic/elasticsearch';
import { unavailable } from '../platform/http/unavailable.ts';
import { indexSettings, MAPPING_VERSION, productMapping, stateMapping } from './mapping.ts';

/** The names of what this service keeps in Elasticsearch. */
export interface Names {
  /** The alias that is searched. */
  readonly products: string;
  /** The alias of an index that is being built beside it. */
  readonly building: string;
  readonly state: string;
  /** Every index of products, whatever its alias. */
  readonly anyProducts: string;
  /** The name of a new index of products. */
  index(id: string): string;
}

/** `prefix` keeps test suites apart in one cluster. */
export function namesOf(prefix = ''): Names {
  return {
    products: `${prefix}products`,
    building: `${prefix}products-building`,
    state: `${prefix}search-state`,
    anyProducts: `${prefix}products-v*`,
    index: id => `${prefix}products-v-${id}`,
  };
}

export function connectElasticsearch(url: string): Client {
  return new Client({ node: url, requestTimeout: 5_000, maxRetries: 1 });
}

/**
 * Runs `work`; throws ProblemError 503 for a cluster that is overloaded, starting or incomplete, as for a
 * failed connection.
 */
export async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof errors.ResponseError) {
      const down = [429, 502, 503, 504].includes(error.statusCode ?? 0);
      if (down || (error.statusCode === 404 && error.body?.error?.type === 'index_not_found_exception'))
        throw unavailable('The index', 2, error);
    }
    throw error;
  }
}

async function createUnlessThere(client: Client, request: estypes.IndicesCreateRequest): Promise<boolean> {
  try {
    await client.indices.create(request);
    return true;
  } catch (error) {
    if (error instanceof errors.ResponseError && error.body?.error?.type === 'resource_already_exists_exception')
      return false;
    throw error;
  }
}

export interface Indices {
  readonly names: Names;
  /**
   * Creates what is missing, an empty index of products too; true when the products must be indexed: there was no
   * index, or the one in use has the mapping of an earlier version.
   */
  ensure(): Promise<boolean>;
  /**
   * The indices that every update is written to: the one in use, and one that is being built. Throws ProblemError 503
   * when there is none yet.
   */
  targets(): Promise<string[]>;
  /** A new index that receives every update from now on, in place of one that an earlier rebuild left unfinished. */
  begin(id: string): Promise<string>;
  /**
   * Puts a finished index in the place of the one in use, all at once, and deletes every other. Throws when another
   * rebuild took over.
   */
  switchTo(index: string): Promise<void>;
}

export function createIndices(client: Client, names: Names): Indices {
  const created = (index: string, aliases: Record<string, object>) => ({
    index,
    aliases,
    settings: indexSettings(),
    mappings: productMapping,
  });

  /** The indices of products that have an alias. */
  async function behind(alias: string): Promise<string[]> {
    const present = await client.indices.getAlias({ index: names.anyProducts });
    return Object.keys(present).filter(index => present[index]?.aliases[alias]);
  }

  /** Whether one of these has the mapping of an earlier version; a later one belongs to a newer release beside us. */
  async function isOutdated(present: readonly string[]): Promise<boolean> {
    const found = Object.values(await client.indices.getMapping({ index: [...present] }));
    return found.some(({ mappings }) => Number(mappings._meta?.version ?? 0) < MAPPING_VERSION);
  }

  async function removeOthers(keep: readonly string[]): Promise<void> {
    const present = Object.keys(await client.indices.get({ index: names.anyProducts, features: ['aliases'] }));
    const useless = present.filter(index => !keep.includes(index));
    if (useless.length > 0) await client.indices.delete({ index: useless, ignore_unavailable: true });
  }

  return {
    names,
    ensure: () =>
      orUnavailable(async () => {
        const settings = { number_of_shards: 1, auto_expand_replicas: '0-1' };
        await createUnlessThere(client, { index: names.state, settings, mappings: stateMapping });
        const inUse = await behind(names.products);
        if (inUse.length > 0) return isOutdated(inUse);
        return createUnlessThere(client, created(names.index('first'), { [names.products]: {} }));
      }),
    targets: () =>
      orUnavailable(async () => {
        const present = Object.entries(await client.indices.getAlias({ index: names.anyProducts }));
        if (!present.some(([, { aliases }]) => aliases[names.products])) throw unavailable('The index');
        return present
          .flatMap(([index, { aliases }]) => (aliases[names.products] || aliases[names.building] ? [index] : []))
          .sort();
      }),
    begin: id =>
      orUnavailable(async () => {
        await removeOthers(await behind(names.products));
        await client.indices.create(created(names.index(id), { [names.building]: {} }));
        return names.index(id);
      }),
    switchTo: index =>
      orUnavailable(async () => {
        const former = (await behind(names.products)).filter(name => name !== index);
        await client.indices.refresh({ index });
        await client.indices.updateAliases({
          actions: [
            { remove: { index, alias: names.building, must_exist: true } },
            ...former.map(name => ({ remove: { index: name, alias: names.products } })),
            { add: { index, alias: names.products } },
          ],
        });
        await removeOthers([index]);
      }),
  };
}
