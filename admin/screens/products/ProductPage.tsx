import './preview.css';
import { Button } from '@mui/material';
import { type RefObject, useEffect, useRef } from 'react';
import { Form } from 'react-admin';
import { useFormState } from 'react-hook-form';
import { useParams } from 'react-router';
import type { Product } from '../../../generated/catalog/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { readSettings } from '../../kit/api/settings.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { LoadError } from '../../kit/components/LoadError.tsx';
import { Page } from '../../kit/components/Page.tsx';
import { PageSkeleton } from '../../kit/components/PageSkeleton.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { FormBar } from '../../kit/resource/FormBar.tsx';
import { History } from '../audit/History.tsx';
import { ProductFields } from './ProductFields.tsx';
import { formOf, type ProductForm } from './product-form.ts';
import { ReadOnlyContext, useReadOnly } from './read-only.ts';
import { StorefrontStatus } from './StorefrontStatus.tsx';
import { readProduct, useSaveProduct } from './use-save-product.tsx';

/** One product on one page: a form for those who are allowed to change it, read-only for others. */
export default function ProductPage() {
  const { can } = useAccess();
  return (
    <ReadOnlyContext value={!can('updateProduct')}>
      <OneProduct />
    </ReadOnlyContext>
  );
}

function OneProduct() {
  const { id = '' } = useParams();
  // The form keeps the loaded version; a conflicting change is shown when this one is saved.
  const product = useApiQuery(['product', id], signal => readProduct(id, signal), {
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const back = { to: '/products', label: 'Products' };
  if (product.isError && !product.data)
    return (
      <Page title="Product" back={back}>
        <Section>
          <LoadError error={product.error} onRetry={() => void product.refetch()} />
        </Section>
      </Page>
    );
  return product.data ? <LoadedProduct key={product.data.id} product={product.data} /> : <PageSkeleton />;
}

function LoadedProduct({ product: loaded }: { product: Product }) {
  const dirty = useRef(false);
  const { product, saves, submit, dialog, propagation } = useSaveProduct(loaded, dirty);
  const readOnly = useReadOnly();
  const shop = product.status === 'active' && (
    <Button
      component="a"
      href={`/products/${product.slug}`}
      onClick={openInShop(product.slug)}
      target="_blank"
      rel="noreferrer"
    >
      See in the shop
    </Button>
  );
  return (
    <Form
      className="page-form"
      noValidate
      record={{ id: product.id, saves, ...formOf(product) }}
      onSubmit={(values: unknown) => submit(values as ProductForm)}
    >
      <Page
        title={product.title}
        beside={<StatusChip status={product.status}>{product.status === 'active' ? 'For sale' : undefined}</StatusChip>}
        subtitle={<StorefrontStatus propagation={propagation} />}
        back={{ to: '/products', label: 'Products' }}
        actions={shop || undefined}
      >
        <ProductFields />
        <History resource="products" resourceId={product.id} />
        {!readOnly && <FormBar cancelTo="/products" />}
      </Page>
      {dialog}
      <DirtyState dirty={dirty} />
    </Form>
  );
}

/** Reports whether the form around it is dirty. */
function DirtyState({ dirty }: { dirty: RefObject<boolean> }) {
  const { isDirty } = useFormState();
  useEffect(() => {
    dirty.current = isDirty;
  }, [dirty, isDirty]);
  return null;
}

/** The storefront has its own origin, which the console's server knows. */
function openInShop(slug: string) {
  return async (event: { preventDefault(): void }) => {
    event.preventDefault();
    const { storefrontUrl } = await readSettings();
    if (storefrontUrl !== undefined) window.open(new URL(`/products/${slug}`, storefrontUrl), '_blank', 'noreferrer');
  };
}
