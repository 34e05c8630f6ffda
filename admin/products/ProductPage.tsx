import './preview.css';
import { Button } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form, useNotify } from 'react-admin';
import { useParams } from 'react-router';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { resources } from '../../generated/admin/resources.ts';
import type { Product, ProductChange } from '../../generated/catalog/types.ts';
import { api } from '../api.ts';
import { History } from '../audit/History.tsx';
import { Page } from '../look/Page.tsx';
import { PageSkeleton } from '../look/PageSkeleton.tsx';
import { Section } from '../look/Section.tsx';
import { StatusChip } from '../look/StatusChip.tsx';
import { isValues } from '../provider/body.ts';
import { ApiError, toApiError } from '../provider/problems.ts';
import { useRoles } from '../provider/roles.ts';
import { useRead } from '../provider/use-read.ts';
import { FormBar } from '../resource/FormBar.tsx';
import { ListFailed } from '../resource/ListFailed.tsx';
import { ResourceShow } from '../resource/ResourceShow.tsx';
import { LiveNote } from './LiveNote.tsx';
import { type Conflict, ProductConflict } from './ProductConflict.tsx';
import { ProductFields } from './ProductFields.tsx';
import { changeOf, formOf, type ProductForm } from './product-form.ts';
import { useLive } from './use-live.ts';

/** One product, everything of it on one page: to change for who may, to read for the others. */
export default function ProductPage() {
  const { may } = useRoles();
  return may('updateProduct') ? <EditProduct /> : <ResourceShow resource={resources.products} />;
}

const readProduct = (productId: string, signal?: AbortSignal): Promise<Product> =>
  bodyOf(api.catalog.getProductById({ path: { productId } }, signal ? { signal } : {}));

function EditProduct() {
  const { id = '' } = useParams();
  // The form keeps what was loaded; another's change is told of when this one is saved.
  const product = useRead(['product', id], signal => readProduct(id, signal), { staleTime: Number.POSITIVE_INFINITY });
  const back = { to: '/products', label: 'Products' };
  if (product.isError && !product.data)
    return (
      <Page title="Product" back={back}>
        <Section>
          <ListFailed error={product.error} onRetry={() => void product.refetch()} />
        </Section>
      </Page>
    );
  return product.data ? <LoadedProduct product={product.data} /> : <PageSkeleton />;
}

function LoadedProduct({ product: loaded }: { product: Product }) {
  const [product, setProduct] = useState(loaded);
  const [conflict, setConflict] = useState<Conflict>();
  const client = useQueryClient();
  const notify = useNotify();
  const { liveness, sent, none } = useLive(product.slug);

  function show(next: Product): void {
    setProduct(next);
    setConflict(undefined);
    client.setQueryData(['read', 'product', next.id], next);
  }
  async function save(change: ProductChange): Promise<Record<string, unknown> | undefined> {
    sent();
    try {
      const next = await bodyOf(api.catalog.updateProduct({ path: { productId: product.id }, body: change }));
      const isSeen = product.status === 'active' || next.status === 'active';
      show(next);
      if (!isSeen) {
        none();
        notify('Saved.', { type: 'success' });
      }
      await client.invalidateQueries({ queryKey: ['products'] });
      return undefined;
    } catch (error) {
      none();
      const told = toApiError(error);
      if (told instanceof ApiError && told.code === 'version_conflict') {
        setConflict({ change, before: product, now: await readProduct(product.id) });
        return {};
      }
      notify(told instanceof Error ? told.message : 'Something went wrong.', { type: 'error' });
      return told instanceof ApiError && isValues(told.body?.errors) ? told.body.errors : {};
    }
  }
  const submit = async (values: unknown) => {
    const change = changeOf(values as ProductForm, product);
    return change ? save(change) : undefined;
  };
  const shop = product.status === 'active' && (
    <Button component="a" href={`/products/${product.slug}`} onClick={openInShop(product.slug)} target="_blank" rel="noreferrer">
      See in the shop
    </Button>
  );
  return (
    <Form className="page-form" record={{ id: product.id, ...formOf(product) }} onSubmit={submit}>
      <Page
        title={product.title}
        beside={<StatusChip status={product.status}>{product.status === 'active' ? 'For sale' : undefined}</StatusChip>}
        subtitle={<LiveNote liveness={liveness} />}
        back={{ to: '/products', label: 'Products' }}
        actions={shop || undefined}
      >
        <ProductFields />
        <History resource="products" resourceId={product.id} />
        <FormBar cancelTo="/products" />
      </Page>
      {conflict && (
        <ProductConflict
          conflict={conflict}
          onClose={() => setConflict(undefined)}
          onTheirs={() => show(conflict.now)}
          onMine={() => void save({ ...conflict.change, version: conflict.now.version })}
        />
      )}
    </Form>
  );
}

/** The storefront is at an address of its own, which the console's server knows. */
function openInShop(slug: string) {
  return async (event: { preventDefault(): void }) => {
    event.preventDefault();
    const settings: unknown = await (await fetch('/settings.json')).json();
    if (isValues(settings) && typeof settings.storefrontUrl === 'string')
      window.open(new URL(`/products/${slug}`, settings.storefrontUrl), '_blank', 'noreferrer');
  };
}
