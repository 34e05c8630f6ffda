import { catalogEvents } from '../../generated/catalog/events.ts';
import type { CatalogHandlers } from '../../generated/catalog/server.ts';
import type {
  CreateProductResponse,
  ProductAttributeDraft,
  UpdateProductResponse,
} from '../../generated/catalog/types.ts';
import { refusal } from '../platform/http/problem.ts';
import { newId } from '../platform/ids.ts';
import { categoryChange, productChange } from './audit.ts';
import { categoryKey, type ProductCategory, pendingCategory } from './category.ts';
import type { CatalogContext, Dependencies } from './dependencies.ts';
import type { Fault } from './fault.ts';
import type { ProductList } from './lists.ts';
import { createImageCheck } from './media/known-images.ts';
import {
  changeProduct,
  cleanTexts,
  createProduct,
  faultsOf,
  productDeleted,
  productUpdated,
  revise,
  toProduct,
} from './product.ts';
import { attributesOf } from './product-attributes.ts';
import { freeSlug, slugify } from './slug.ts';
import { DuplicateKey, VersionConflict } from './store.ts';

const MAX_CONFLICTS = 10;

type ProductHandlers = Pick<
  CatalogHandlers<CatalogContext>,
  | 'listProducts'
  | 'getProduct'
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
  const known = createImageCheck(media);

  /** The category of a name; one that does not exist is created with the product's write. */
  async function categoryNamed(name: string): Promise<ProductCategory> {
    return (await store.categories.named([name])).get(categoryKey(name)) ?? pendingCategory(name);
  }

  /** The attributes of a request as they are stored, and what is wrong with them. */
  async function attributesFor(drafts: readonly ProductAttributeDraft[]) {
    return drafts.length === 0 ? { attributes: [], faults: [] } : attributesOf(drafts, await store.attributes.byKey());
  }

  return {
    async listProducts({ query }) {
      return pageOfProducts(await store.listActive(query));
    },

    async getProduct({ path }) {
      const product = await store.activeBySlug(path.slug);
      if (!product) return refusal(404, 'There is no such product.');
      if (product.slug !== path.slug) return { status: 301, headers: { location: product.slug } };
      return { status: 200, body: toProduct(product) };
    },

    async listAllProducts({ query }) {
      const filter = await store.attributes.resolved(query);
      const [list, total] = await Promise.all([
        store.listAll(filter),
        query.withTotal ? store.count(filter) : undefined,
      ]);
      const { status, body } = pageOfProducts(list);
      return { status, body: total ? { ...body, total } : body };
    },

    async getProductById({ path }) {
      const product = await store.byId(path.productId.toLowerCase());
      return product ? { status: 200, body: toProduct(product) } : refusal(404, 'There is no such product.');
    },

    async createProduct(input, context): Promise<CreateProductResponse> {
      const body = cleanTexts(input.body);
      const { images, faults } = await known(body.images ?? []);
      const described = await attributesFor(body.attributes ?? []);
      faults.push(...described.faults);
      const id = newId();
      const base = slugify(body.title, slugify(body.variants[0]?.sku ?? ''));
      for (let attempt = 0; ; attempt += 1) {
        const slug = body.slug ?? freeSlug(base, await store.slugsLike(base));
        const category = await categoryNamed(body.category);
        const draft = createProduct(body, { images, category, ...described }, id, slug, new Date());
        // An explicit slug may be free while an import still knows another product by it.
        if (attempt > 0) draft.handle = `${slug}-${id.slice(-12)}`;
        faults.push(...(attempt === 0 ? faultsOf(draft) : []));
        if (faults.length > 0) return unprocessable(faults);
        try {
          return await store.inTransaction(async session => {
            const { products, created } = await store.assign(session, [draft]);
            const [product = draft] = products;
            await store.write(session, [{ after: product }]);
            await store.publish(
              session,
              ...created.map(category => categoryChange(context, { after: category })),
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
      const body = cleanTexts(given);
      const pictures = body.images && (await known(body.images));
      for (let attempt = 0; ; attempt += 1) {
        const before = await store.byId(path.productId.toLowerCase());
        if (!before) return refusal(404, 'There is no such product.');
        const category = body.category === undefined ? undefined : await categoryNamed(body.category);
        const described = body.attributes && (await attributesFor(body.attributes));
        const resolved = {
          ...(pictures && { images: pictures.images }),
          ...(category && { category }),
          ...(described && { attributes: described.attributes }),
        };
        const changed = changeProduct(before, body, resolved);
        const faults = [...(pictures?.faults ?? []), ...(described?.faults ?? []), ...faultsOf(changed)];
        if (faults.length > 0) return unprocessable(faults);
        const next = revise(before, changed, new Date());
        if (!next) return { status: 200, body: toProduct(before) };
        if (body.version !== undefined && body.version !== before.version) {
          return refusal(409, `The product is at version ${before.version} by now.`, { code: 'version_conflict' });
        }
        try {
          return await store.inTransaction(async session => {
            const { products, created } = await store.assign(session, [next]);
            const [after = next] = products;
            await store.write(session, [{ before, after }]);
            await store.publish(
              session,
              ...created.map(one => categoryChange(context, { after: one })),
              catalogEvents.ProductUpdated(after.id, productUpdated(after, before)),
              productChange(context, { before, after }),
            );
            return { status: 200 as const, body: toProduct(after) };
          });
        } catch (error) {
          if (error instanceof DuplicateKey && error.field !== 'category') return duplicateProblem(error);
          if (!(error instanceof VersionConflict || error instanceof DuplicateKey) || attempt >= MAX_CONFLICTS)
            throw error;
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
