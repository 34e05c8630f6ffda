import { Link } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Attribute } from '../../../generated/catalog/types.ts';
import { counted } from '../../../look/counted.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';

/** The list of the products that have an attribute. */
export const productsWith = (attribute: string): string =>
  `/products?filter=${encodeURIComponent(JSON.stringify({ attribute }))}`;

/** Deletes an attribute that products have, with what they have of it: says how many, and that it is for good. */
export function DeleteDialog({ attribute, onClose }: { attribute: Attribute; onClose(): void }) {
  const { mutate } = useApiMutation();
  const { id: attributeId, key, name, products, filterable } = attribute;
  const remove = async () => {
    const deleted = await mutate({
      intent: ['delete-attribute-with-values', attributeId],
      run: () => bodyOf(api.catalog.deleteAttributeWithValues({ path: { attributeId } })),
      successMessage: `${name} is being deleted.`,
    });
    if (deleted) onClose();
  };
  return (
    <ConfirmDialog
      open
      title={`Delete ${name} and its values?`}
      confirmLabel="Delete with its values"
      cancelLabel={`Keep ${name}`}
      danger
      onConfirm={remove}
      onClose={onClose}
    >
      <p>
        <Link to={productsWith(key)}>{counted(products, 'product uses', 'products use')}</Link> it, and lose what they
        say of it.{filterable && ' Shoppers can no longer filter by it.'}
      </p>
      <p className="soft">This cannot be undone. An export of the products, made before, keeps their values.</p>
    </ConfirmDialog>
  );
}
