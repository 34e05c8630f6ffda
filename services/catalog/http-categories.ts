import type { CatalogHandlers } from '../../generated/catalog/server.ts';
import type { CreateCategoryResponse, UpdateCategoryResponse } from '../../generated/catalog/types.ts';
import { refusal } from '../platform/http/problem.ts';
import { newId } from '../platform/ids.ts';
import { categoryChange } from './audit.ts';
import { type CategoryRecord, changeCategory, createCategory, toApiCategory } from './category.ts';
import type { CatalogContext, Dependencies } from './dependencies.ts';
import { createImageCheck } from './media/known-images.ts';
import { cleanTexts } from './product.ts';
import { freeSlug, slugify } from './slug.ts';
import { DuplicateKey } from './store.ts';

type CategoryHandlers = Pick<
  CatalogHandlers<CatalogContext>,
  'listCategories' | 'getCategory' | 'listAllCategories' | 'createCategory' | 'updateCategory' | 'deleteCategory'
>;

const MAX_CONFLICTS = 10;

const duplicate = () => refusal(409, 'Another category has this name or slug.', { code: 'category_exists' });

/** The operations on categories, one function an operationId. */
export function categoryHandlers({ store, media }: Pick<Dependencies, 'store' | 'media'>): CategoryHandlers {
  const { categories } = store;
  const known = createImageCheck(media);

  async function shown(category: CategoryRecord) {
    return toApiCategory(category, await categories.countsOf(category.id));
  }

  /** The picture of a request as storage knows it; 'unknown' for one that was not uploaded here. */
  async function picture<T extends { image?: Parameters<typeof known>[0][number] }>(body: T) {
    if (!body.image) return { body };
    const { images, faults } = await known([body.image]);
    const [image] = images;
    if (!image || faults.length > 0)
      return {
        refused: refusal(422, 'The picture was not uploaded here.', {
          code: 'unknown_picture',
          errors: [{ path: '/body/image/url', message: 'is no picture that was uploaded here' }],
        }),
      };
    return { body: { ...body, image } };
  }

  return {
    async listCategories() {
      return { status: 200, body: { items: await categories.listPublic() } };
    },

    async getCategory({ path }) {
      const category = await categories.bySlug(path.slug);
      if (!category) return refusal(404, 'There is no such category.');
      if (category.slug !== path.slug) return { status: 301, headers: { location: category.slug } };
      return { status: 200, body: await categories.getPublic(category) };
    },

    async listAllCategories() {
      const [all, counts] = await Promise.all([categories.all(), categories.counts()]);
      const none = { products: 0, activeProducts: 0 };
      return {
        status: 200,
        body: { items: all.map(category => toApiCategory(category, counts.get(category.id) ?? none)) },
      };
    },

    async createCategory(input, context): Promise<CreateCategoryResponse> {
      const checked = await picture(cleanTexts(input.body));
      if ('refused' in checked) return checked.refused;
      const draft = checked.body;
      const base = slugify(draft.name, 'category');
      for (let attempt = 0; ; attempt += 1) {
        const slug = draft.slug ?? freeSlug(base, await categories.slugsLike(base));
        const category = createCategory(draft, newId(), slug, new Date());
        try {
          return await store.inTransaction(async session => {
            await categories.insert(session, category);
            await store.publish(session, categoryChange(context, { after: category }));
            const body = toApiCategory(category, { products: 0, activeProducts: 0 });
            const response: CreateCategoryResponse = { status: 201, body };
            await context.idempotency?.recordIn(session, response);
            return response;
          });
        } catch (error) {
          if (!(error instanceof DuplicateKey)) throw error;
          // A made slug may have been taken since it was chosen; a name or a given slug stays taken.
          if (error.value !== slug || draft.slug !== undefined || attempt >= MAX_CONFLICTS) return duplicate();
        }
      }
    },

    async updateCategory({ path, body: given }, context): Promise<UpdateCategoryResponse> {
      const checked = await picture(cleanTexts(given));
      if ('refused' in checked) return checked.refused;
      const { version, ...edit } = checked.body;
      for (let attempt = 0; attempt <= MAX_CONFLICTS; attempt += 1) {
        const before = await categories.byId(path.categoryId.toLowerCase());
        if (!before) return refusal(404, 'There is no such category.');
        const after = changeCategory(before, edit, new Date());
        if (!after) return { status: 200, body: await shown(before) };
        if (version !== undefined && version !== before.version)
          return refusal(409, `The category is at version ${before.version} by now.`, { code: 'version_conflict' });
        try {
          const written = await store.inTransaction(async session => {
            const replaced = await categories.replace(session, before, after);
            if (replaced) await store.publish(session, categoryChange(context, { before, after }));
            return replaced;
          });
          if (written) return { status: 200, body: await shown(after) };
        } catch (error) {
          if (error instanceof DuplicateKey) return duplicate();
          throw error;
        }
      }
      return refusal(409, 'The category is being changed by others; try again.', { code: 'version_conflict' });
    },

    async deleteCategory({ path }, context) {
      const before = await categories.byId(path.categoryId.toLowerCase());
      if (!before) return { status: 204 };
      const removed = await store.inTransaction(async session => {
        if (!(await categories.remove(session, before.id))) return false;
        await store.publish(session, categoryChange(context, { before }));
        return true;
      });
      return removed ? { status: 204 } : refusal(409, 'The category has products.', { code: 'category_in_use' });
    },
  };
}
