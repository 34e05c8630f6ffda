import type { CatalogHandlers } from '../../generated/catalog/server.ts';
import type {
  CreateAttributeResponse,
  DeleteAttributeResponse,
  DeleteAttributeWithValuesResponse,
  UpdateAttributeResponse,
} from '../../generated/catalog/types.ts';
import { refusal } from '../platform/http/problem.ts';
import { newId } from '../platform/ids.ts';
import {
  type AttributeRecord,
  attributeFaults,
  changeAttribute,
  createAttribute,
  deleteAttribute,
  MAX_ATTRIBUTES,
  removedValues,
  toApiAttribute,
  unknownValueFaults,
} from './attribute.ts';
import { attributeChange } from './audit.ts';
import type { CatalogContext, Dependencies } from './dependencies.ts';
import type { Fault } from './fault.ts';
import { cleanTexts } from './product.ts';
import { DuplicateKey } from './store.ts';

type AttributeHandlers = Pick<
  CatalogHandlers<CatalogContext>,
  'listAttributes' | 'createAttribute' | 'updateAttribute' | 'deleteAttribute' | 'deleteAttributeWithValues'
>;

const MAX_CONFLICTS = 10;

const duplicate = () => refusal(409, 'Another attribute has this name.', { code: 'attribute_exists' });

const productsHave = (count: number): string => (count === 1 ? '1 product has' : `${count} products have`);

function unprocessable(faults: readonly Fault[]) {
  const errors = faults.map(({ path, message }) => ({ path: `/body${path}`, message }));
  return refusal(422, 'This is not an attribute that products can have.', { code: 'invalid_attribute', errors });
}

/** The operations on attributes, one function an operationId. */
export function attributeHandlers({ store }: Pick<Dependencies, 'store'>): AttributeHandlers {
  const { attributes } = store;

  async function shown(attribute: AttributeRecord) {
    return toApiAttribute(attribute, (await attributes.counts()).get(attribute.id) ?? 0);
  }

  return {
    async listAttributes() {
      const [all, counts] = await Promise.all([attributes.all(), attributes.counts()]);
      return { status: 200, body: { items: all.map(one => toApiAttribute(one, counts.get(one.id) ?? 0)) } };
    },

    async createAttribute(input, context): Promise<CreateAttributeResponse> {
      const draft = cleanTexts(input.body);
      for (let attempt = 0; ; attempt += 1) {
        const all = await attributes.all();
        const attribute = createAttribute(draft, newId(), new Set(all.map(({ key }) => key)), new Date());
        const faults = attributeFaults(attribute);
        if (faults.length > 0) return unprocessable(faults);
        if (all.some(({ nameKey }) => nameKey === attribute.nameKey)) return duplicate();
        if (all.length >= MAX_ATTRIBUTES)
          return refusal(409, `There are ${MAX_ATTRIBUTES} attributes already.`, { code: 'too_many_attributes' });
        try {
          return await store.inTransaction(async session => {
            await attributes.insert(session, attribute);
            await store.publish(session, attributeChange(context, { after: attribute }));
            const response: CreateAttributeResponse = { status: 201, body: toApiAttribute(attribute, 0) };
            await context.idempotency?.recordIn(session, response);
            return response;
          });
        } catch (error) {
          // Another one took the name or the key meanwhile: looked at again.
          if (!(error instanceof DuplicateKey) || attempt >= MAX_CONFLICTS) throw error;
        }
      }
    },

    async updateAttribute({ path, body: given }, context): Promise<UpdateAttributeResponse> {
      const { version, ...change } = cleanTexts(given);
      for (let attempt = 0; attempt <= MAX_CONFLICTS; attempt += 1) {
        const before = await attributes.byId(path.attributeId.toLowerCase());
        if (!before) return refusal(404, 'There is no such attribute.');
        if (before.deleting) return refusal(409, 'The attribute is being deleted.', { code: 'being_deleted' });
        const after = changeAttribute(before, change, new Date());
        if (!after) return { status: 200, body: await shown(before) };
        const faults = [...unknownValueFaults(before, change), ...attributeFaults(after)];
        if (faults.length > 0) return unprocessable(faults);
        if (version !== undefined && version !== before.version)
          return refusal(409, `The attribute is at version ${before.version} by now.`, { code: 'version_conflict' });
        const removed = removedValues(before, after);
        try {
          const outcome = await store.inTransaction(async session => {
            if (!(await attributes.replace(session, before, after))) return 'conflict';
            const keys = removed.map(({ key }) => key);
            const used = removed.length === 0 ? 0 : await attributes.used(session, before.id, keys);
            if (used > 0) {
              await session.abortTransaction();
              return used;
            }
            await store.publish(session, attributeChange(context, { before, after }));
            return 'written';
          });
          if (outcome === 'written') return { status: 200, body: await shown(after) };
          if (outcome !== 'conflict') {
            const names = removed.map(({ name }) => name).join(' or ');
            return refusal(409, `${productsHave(outcome)} ${names}.`, { code: 'value_in_use' });
          }
        } catch (error) {
          if (error instanceof DuplicateKey) return duplicate();
          throw error;
        }
      }
      return refusal(409, 'The attribute is being changed by others; try again.', { code: 'version_conflict' });
    },

    async deleteAttribute({ path }, context): Promise<DeleteAttributeResponse> {
      const before = await attributes.byId(path.attributeId.toLowerCase());
      if (!before) return { status: 204 };
      const used = await store.inTransaction(async session => {
        await attributes.claim(session, [before.id]);
        const count = await attributes.used(session, before.id);
        if (count > 0) return count;
        await attributes.remove(session, before.id);
        await store.publish(session, attributeChange(context, { before }));
        return 0;
      });
      return used === 0
        ? { status: 204 }
        : refusal(409, `${productsHave(used)} this attribute.`, { code: 'attribute_in_use' });
    },

    async deleteAttributeWithValues({ path }, context): Promise<DeleteAttributeWithValuesResponse> {
      for (let attempt = 0; attempt <= MAX_CONFLICTS; attempt += 1) {
        const before = await attributes.byId(path.attributeId.toLowerCase());
        if (!before) return refusal(404, 'There is no such attribute.');
        if (before.deleting) return { status: 202, body: await shown(before) };
        const after = deleteAttribute(before, new Date());
        const isWritten = await store.inTransaction(async session => {
          if (!(await attributes.replace(session, before, after))) return false;
          const products = await attributes.used(session, before.id);
          const reason = `With what ${productsHave(products)} of it.`;
          await store.publish(session, attributeChange(context, { before, reason }));
          return true;
        });
        if (isWritten) return { status: 202, body: await shown(after) };
      }
      return refusal(409, 'The attribute is being changed by others; try again.', { code: 'version_conflict' });
    },
  };
}
