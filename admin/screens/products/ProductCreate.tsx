import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form, useNotify } from 'react-admin';
import { useNavigate } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { ApiError, toMutationError } from '../../kit/api/api-error.ts';
import { api } from '../../kit/api/clients.ts';
import { IdempotencyKeys } from '../../kit/api/idempotency-keys.ts';
import { isObject } from '../../kit/api/request-body.ts';
import { Page } from '../../kit/components/Page.tsx';
import { notSaved } from '../../kit/editing/use-save-with-conflicts.tsx';
import { FormBar } from '../../kit/resource/FormBar.tsx';
import { ProductFields } from './ProductFields.tsx';
import { draftOf, emptyForm, newlyFree, type ProductForm } from './product-form.ts';
import { saveStock } from './save-stock.ts';
import { adjustmentsOf } from './stock-entries.ts';
import { useZeroPriceDialog } from './use-zero-price-dialog.tsx';

const keys = new IdempotencyKeys('products');

/** A new product, on the page that it will be changed on later. */
export default function ProductCreate() {
  const [record] = useState(() => emptyForm());
  const navigate = useNavigate();
  const client = useQueryClient();
  const notify = useNotify();
  const { confirmZeroPrice, dialog } = useZeroPriceDialog();
  async function submit(values: unknown): Promise<Record<string, unknown> | undefined> {
    const form = values as ProductForm;
    if (!(await confirmZeroPrice(newlyFree(form)))) return notSaved;
    const body = draftOf(form);
    try {
      const made = await keys.run(['createProduct', body], key =>
        bodyOf(api.catalog.createProduct({ body, headers: { 'idempotency-key': key } })),
      );
      const { failure } = await saveStock(made.id, adjustmentsOf(form.variants));
      await client.invalidateQueries({ queryKey: ['products'] });
      notify(made.status === 'active' ? 'Added, and for sale.' : 'Added as a draft.', { type: 'success' });
      if (failure) notify(failure.text, { type: 'warning' });
      navigate(`/products/${made.id}/show`);
      return undefined;
    } catch (error) {
      const apiError = toMutationError(error);
      notify(apiError instanceof Error ? apiError.message : 'Something went wrong.', { type: 'error' });
      return apiError instanceof ApiError && isObject(apiError.body?.errors) ? apiError.body.errors : {};
    }
  }
  return (
    <Form className="page-form" record={record} onSubmit={submit} noValidate>
      <Page title="New product" back={{ to: '/products', label: 'Products' }}>
        <ProductFields isNew />
        <FormBar cancelTo="/products" verb="Add product" />
      </Page>
      {dialog}
    </Form>
  );
}
