import { catalogEvents } from '../../generated/catalog/events.ts';
import type { CatalogHandlers } from '../../generated/catalog/server.ts';
import type { CreateProductResponse, Image, UpdateProductResponse } from '../../generated/catalog/types.ts';
import { refusal } from '../platform/http/problem.ts';
import { newId } from '../platform/ids.ts';
import { productChange } from './audit.ts';
import type { CatalogContext, Dependencies } from './dependencies.ts';
import type { ProductList } from './lists.ts';
import { imageOf, mediaIdOf } from './media/pictures.ts';
import {
  changeProduct,
  createProduct,
  type Fault,
  faultsOf,
  freeSlug,
  productDeleted,
  productUpdated,
  revise,
  slugify,
  tidy,
  toProduct,
} from './product.ts';
import { DuplicateKey, VersionConflict } from './store.ts';

const MAX_CONFLICTS = 10;

type ProductHandlers = Pick<
  CatalogHandlers<CatalogContext>,
  | 'listProducts'
  | 'getProduct'
  | 'listCategories'
  | 'listAllProducts'
  | 'createProduct'
  | 'getProductById'
  | 'updateProduct'
  | 'deleteProduct'
  | 'describeVariants'
  | 'lookUpVariants'
  | 'exportProducts'
>;

function pageOfProducts({ items, nextCursor }: ProductList) {
  return { status: 200 as const, body: { items: items.map(toProduct), nextCursor } };
}

function unprocessable(faults: readonly Fault[]) {
  const errors = faults.map(({ path, message }) => ({ path: `/body${path}`, message }));
  return refusal(422, 'This is not a product that can be sold.', { code: 'invalid_product', errors });
}

function duplicateProblem({ field, value }: DuplicateKey) {
  if (field === 'sku') return refusal(409, `The sku ${value} belongs to another product.`, { code: 'sku_taken' });
  return refusal(409, `The slug ${value} belongs to another product.`, { code: 'slug_taken' });
}

/** The operations on products, one function an operationId. */
export function productHandlers({ store, media }: Pick<Dependencies, 'store' | 'media'>): ProductHandlers {
  /** The pictures that a request names, as storage knows them: of what the request says only `alt` and `tint` count. */
  async function known(images: readonly Image[]): Promise<{ images: Image[]; faults: Fault[] }> {
    const found = await media.media(images.flatMap(image => mediaIdOf(image.url) ?? []));
    const result: { images: Image[]; faults: Fault[] } = { images: [], faults: [] };
    const seen = new Set<string>();
    for (const [index, image] of images.entries()) {
      const record = found.get(mediaIdOf(image.url) ?? '');
      if (record && !seen.has(record.id)) result.images.push(imageOf(record, image.alt, image.tint));
      if (record) seen.add(record.id);
      else result.faults.push({ path: `/images/${index}/url`, message: 'is no picture that was uploaded here' });
    }
    return result;
  }

  return {
    async listProducts({ query }) {
      return pageOfProducts(await store.listActive(query));
    },

    async getProduct({ path }) {
      const product = await store.activeBySlug(path.slug);
      return product ? { status: 200, body: toProduct(product) } : refusal(404, 'There is no such product.');
    },

    async listCategories() {
      return { status: 200, body: { items: await store.categories() } };
    },

    async listAllProducts({ query }) {
      return pageOfProducts(await store.listAll(query));
    },

    async getProductById({ path }) {
      const product = await store.byId(path.productId.toLowerCase());
      return product ? { status: 200, body: toProduct(product) } : refusal(404, 'There is no such product.');
    },

    async createProduct(input, context): Promise<CreateProductResponse> {
      const body = tidy(input.body);
      const { images, faults } = await known(body.images ?? []);
      const id = newId();
      const base = slugify(body.title);
      for (let attempt = 0; ; attempt += 1) {
        const slug = body.slug ?? freeSlug(base, await store.slugsLike(base));
        const product = createProduct(body, images, id, slug, new Date());
        // An explicit slug may be free while an import still knows another product by it.
        if (attempt > 0) product.handle = `${slug}-${id.slice(-12)}`;
        faults.push(...(attempt === 0 ? faultsOf(product) : []));
        if (faults.length > 0) return unprocessable(faults);
        try {
          return await store.inTransaction(async session => {
            await store.write(session, [{ after: product }]);
            await store.publish(
              session,
              catalogEvents.ProductUpdated(id, productUpdated(product)),
              productChange(context, { after: product }),
            );
            const response = { status: 201 as const, body: toProduct(product) };
            await context.idempotency?.recordIn(session, response);
            return response;
          });
        } catch (error) {
          if (!(error instanceof DuplicateKey)) throw error;
          if (error.field === 'sku' || (error.field === 'slug' && body.slug !== undefined) || attempt >= MAX_CONFLICTS)
            return duplicateProblem(error);
        }
      }
    },

    async updateProduct({ path, body: given }, context): Promise<UpdateProductResponse> {
      const body = tidy(given);
      const pictures = body.images && (await known(body.images));
      for (let attempt = 0; ; attempt += 1) {
        const before = await store.byId(path.productId.toLowerCase());
        if (!before) return refusal(404, 'There is no such product.');
        const changed = changeProduct(before, body, pictures?.images);
        const faults = [...(pictures?.faults ?? []), ...faultsOf(changed)];
        if (faults.length > 0) return unprocessable(faults);
        const after = revise(before, changed, new Date());
        if (!after) return { status: 200, body: toProduct(before) };
        if (body.version !== undefined && body.version !== before.version) {
          return refusal(409, `The product is at version ${before.version} by now.`, { code: 'version_conflict' });
        }
        try {
          return await store.inTransaction(async session => {
            await store.write(session, [{ before, after }]);
            await store.publish(
              session,
              catalogEvents.ProductUpdated(after.id, productUpdated(after, before)),
              productChange(context, { before, after }),
            );
            return { status: 200 as const, body: toProduct(after) };
          });
        } catch (error) {
          if (error instanceof DuplicateKey) return duplicateProblem(error);
          if (!(error instanceof VersionConflict) || attempt >= MAX_CONFLICTS) throw error;
        }
      }
    },

    async deleteProduct({ path }, context) {
      for (let attempt = 0; ; attempt += 1) {
        const before = await store.byId(path.productId.toLowerCase());
        if (!before) return { status: 204 };
        try {
          await store.inTransaction(async session => {
            await store.write(session, [{ before }]);
            await store.publish(
              session,
              catalogEvents.ProductDeleted(before.id, productDeleted(before)),
              productChange(context, { before }),
            );
          });
        } catch (error) {
          if (!(error instanceof VersionConflict) || attempt >= MAX_CONFLICTS) throw error;
        }
      }
    },

    async describeVariants({ query }) {
      return { status: 200, body: { items: await store.describe(query.sku) } };
    },

    async lookUpVariants({ body }) {
      return { status: 200, body: { items: await store.sellable(body.skus) } };
    },

    async exportProducts({ query }) {
      return pageOfProducts(await store.export(query));
    },
  };
}
