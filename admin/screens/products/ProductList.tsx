import './product-list.css';
import { Button } from '@mui/material';
import type { RaRecord } from 'react-admin';
import { Link } from 'react-router';
import { resources } from '../../../generated/admin/resources.ts';
import type { Product } from '../../../generated/catalog/types.ts';
import { LOW_STOCK } from '../../../look/low-stock.ts';
import { useAccess } from '../../kit/api/access.ts';
import { useAttributes } from '../../kit/api/use-attributes.ts';
import { useCategories } from '../../kit/api/use-categories.ts';
import { DateText } from '../../kit/components/DateText.tsx';
import { ExportButton } from '../../kit/resource/ExportButton.tsx';
import { ResourceList } from '../../kit/resource/ResourceList.tsx';
import { AttributeFilter } from './AttributeFilter.tsx';
import { attributeFilterText } from './attribute-filter.ts';
import { BulkActions } from './BulkActions.tsx';
import { PriceRange } from './PriceRange.tsx';
import { ProductPicture } from './ProductPicture.tsx';
import { productExport } from './product-export.ts';
import { StockCell } from './StockCell.tsx';

/** A row of the list as a product; react-admin types records by their id only. */
const asProduct = (record: RaRecord): Product => record as Product & RaRecord;

function TitleCell({ product }: { product: Product }) {
  const { images, title, variants, brand } = product;
  const [first] = variants;
  const key = variants.length === 1 ? first?.sku : `${variants.length} variants`;
  return (
    <span className="product-title">
      <ProductPicture image={images[0]} />
      <span>
        <span>{title}</span>
        <small className="faint">
          {key}
          {brand && <span className="product-brand"> · {brand}</span>}
        </small>
      </span>
    </span>
  );
}

/** All products: found as you type, changed many at once. */
export default function ProductList() {
  const { can } = useAccess();
  const canChange = can('changeProducts');
  const categories = useCategories({ enabled: can('listAllCategories') });
  const attributes = useAttributes({ enabled: can('listAttributes') });
  const toImports = can('createImport') && (
    <Button component={Link} to="/imports">
      Import
    </Button>
  );
  return (
    <ResourceList
      resource={columnsAsHere}
      columns={{
        title: { label: 'Product', grows: true, render: record => <TitleCell product={asProduct(record)} /> },
        category: { render: record => <span className="product-category">{asProduct(record).category.name}</span> },
        price: { render: record => <PriceRange variants={asProduct(record).variants} /> },
        variants: {
          label: 'Stock',
          mobile: 'line',
          align: 'end',
          render: record => (
            <span className="product-stock">
              <StockCell product={asProduct(record)} />
            </span>
          ),
        },
        updatedAt: {
          label: 'Changed',
          mobile: 'hidden',
          render: record => <DateText value={asProduct(record).updatedAt} />,
        },
      }}
      views={[
        { label: 'For sale', filter: { status: 'active' } },
        { label: 'Drafts', filter: { status: 'draft' } },
        { label: 'Archived', filter: { status: 'archived' } },
        { label: `Low: ${LOW_STOCK} or fewer`, filter: { stock: 'low' } },
      ]}
      actions={
        <>
          {toImports}
          {can('exportProductsAsCsv') && <ExportButton resource="products" of={productExport} />}
        </>
      }
      filterChoices={{ category: categories.data?.map(({ slug, name }) => ({ value: slug, label: name })) }}
      filterInputs={{
        attribute: {
          text: value => attributeFilterText(value, attributes.data ?? []),
          render: props => (
            <AttributeFilter attributes={(attributes.data ?? []).filter(({ deleting }) => !deleting)} {...props} />
          ),
        },
      }}
      withTotal
      bulk={canChange ? <BulkActions /> : undefined}
    />
  );
}

/** The contract's columns, with picture and brand inside the title, and inventory's stock instead of the variants. */
const { list, fields } = resources.products;
const variants = fields.filter(({ name }) => name === 'variants');
const shown = list.columns.filter(({ name }) => !['images', 'brand'].includes(name));
const place = shown.findIndex(({ name }) => name === 'price') + 1;
const columnsAsHere = {
  ...resources.products,
  list: { ...list, columns: [...shown.slice(0, place), ...variants, ...shown.slice(place)] },
};
