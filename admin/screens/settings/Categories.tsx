import { counted } from '../../../look/counted.ts';
import './settings.css';
import { Button } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { CategoryRecord } from '../../../generated/catalog/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { useCategories } from '../../kit/api/use-categories.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { ProductPicture } from '../products/ProductPicture.tsx';
import { CategoryDialog } from './CategoryDialog.tsx';

/** The categories with their products; they are added and changed here, and deleted while they have no products. */
export function Categories() {
  const { can } = useAccess();
  const [open, setOpen] = useState<CategoryRecord | 'new'>();
  const categories = useCategories();
  return (
    <Section
      title="Categories"
      actions={can('createCategory') && <Button onClick={() => setOpen('new')}>Add category</Button>}
    >
      <QueryContent query={categories} height={240}>
        {items =>
          items.length === 0 ? (
            <EmptyState title="No category yet">A product that names a new category adds it.</EmptyState>
          ) : (
            <ul className="settings-places">
              {items.map(category => (
                <CategoryRow key={category.id} category={category} onChange={() => setOpen(category)} />
              ))}
            </ul>
          )
        }
      </QueryContent>
      {open && (
        <CategoryDialog
          category={open === 'new' ? undefined : open}
          taken={categories.data ?? []}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Section>
  );
}

function CategoryRow({ category, onChange }: { category: CategoryRecord; onChange(): void }) {
  const { id: categoryId, name, slug, products, position, image } = category;
  const { can } = useAccess();
  const { mutate, busy } = useApiMutation();
  const remove = () =>
    mutate({
      intent: ['delete-category', categoryId],
      run: () => bodyOf(api.catalog.deleteCategory({ path: { categoryId } })),
      successMessage: `${name} was deleted.`,
      undo: () => ({
        run: key =>
          bodyOf(
            api.catalog.createCategory({
              body: { name, slug, position, ...(image ? { image } : {}) },
              headers: { 'idempotency-key': key },
            }),
          ),
      }),
    });
  return (
    <li>
      <span className="category-name">
        <ProductPicture image={image} size={32} />
        <span>
          {name} <span className="mono faint">{slug}</span>
        </span>
      </span>
      {products === 0 && can('deleteCategory') ? (
        <Button aria-label={`Delete ${name}`} disabled={busy} onClick={() => void remove()}>
          Delete
        </Button>
      ) : (
        <Link to={`/products?filter=${encodeURIComponent(JSON.stringify({ category: slug }))}`}>
          {counted(products, 'product')}
        </Link>
      )}
      {can('updateCategory') && (
        <Button aria-label={`Change ${name}`} onClick={onChange}>
          Change
        </Button>
      )}
    </li>
  );
}
