import '../settings/settings.css';
import './attributes.css';
import { Button } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Attribute } from '../../../generated/catalog/types.ts';
import { counted } from '../../../look/counted.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { useAttributes } from '../../kit/api/use-attributes.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { Page } from '../../kit/components/Page.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { AttributeDialog } from './AttributeDialog.tsx';
import { draftOf, formOf, typeNames } from './attribute-form.ts';
import { DeleteDialog, productsWith } from './DeleteDialog.tsx';

/** What products may be described by; attributes are added, changed and deleted here. */
export default function AttributesPage() {
  const { can } = useAccess();
  const [open, setOpen] = useState<Attribute | 'new'>();
  const attributes = useAttributes();
  return (
    <Page
      title="Attributes"
      width="narrow"
      subtitle="What shoppers read under Details of a product, and filter lists by."
      actions={
        can('createAttribute') && (
          <Button variant="contained" onClick={() => setOpen('new')}>
            Add attribute
          </Button>
        )
      }
    >
      <Section>
        <QueryContent query={attributes} height={240}>
          {items =>
            items.length === 0 ? (
              <EmptyState title="No attribute yet">
                Origin, vegan, energy: add what shoppers ask for, then say it of each product.
              </EmptyState>
            ) : (
              <ul className="settings-places">
                {items.map(attribute => (
                  <AttributeRow key={attribute.id} attribute={attribute} onChange={() => setOpen(attribute)} />
                ))}
              </ul>
            )
          }
        </QueryContent>
      </Section>
      {open && (
        <AttributeDialog
          attribute={open === 'new' ? undefined : open}
          taken={attributes.data ?? []}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Page>
  );
}

/** What an attribute is, in a line: its type, its values or unit, and whether shoppers filter by it. */
function summaryOf({ type, unit, values = [], filterable }: Attribute): string {
  const detail = unit ?? values.map(({ name }) => name).join(', ');
  return [
    `${typeNames[type]}${detail === '' ? '' : `: ${detail}`}`,
    ...(filterable ? ['a filter in the shop'] : []),
  ].join(' · ');
}

function AttributeRow({ attribute, onChange }: { attribute: Attribute; onChange(): void }) {
  const { id: attributeId, key, name, products, deleting } = attribute;
  const [asking, setAsking] = useState(false);
  const { can } = useAccess();
  const { mutate, busy } = useApiMutation();
  const remove = () =>
    mutate({
      intent: ['delete-attribute', attributeId],
      run: () => bodyOf(api.catalog.deleteAttribute({ path: { attributeId } })),
      successMessage: `${name} was deleted.`,
      undo: () => ({
        run: key =>
          bodyOf(
            api.catalog.createAttribute({ body: draftOf(formOf(attribute)), headers: { 'idempotency-key': key } }),
          ),
      }),
    });
  return (
    <li>
      <span className="attribute-name">
        <span>{name}</span>
        <span className="faint">{summaryOf(attribute)}</span>
      </span>
      {deleting ? (
        <span className="attribute-deleting faint" role="status">
          Being deleted: {counted(products, 'product')} left
        </span>
      ) : (
        <span className="attribute-actions">
          {products > 0 && <Link to={productsWith(key)}>{counted(products, 'product')}</Link>}
          {can('updateAttribute') && (
            <Button aria-label={`Change ${name}`} onClick={onChange}>
              Change
            </Button>
          )}
          {can('deleteAttribute') && (
            <Button
              aria-label={`Delete ${name}`}
              disabled={busy}
              onClick={() => (products === 0 ? void remove() : setAsking(true))}
            >
              {products === 0 ? 'Delete' : 'Delete…'}
            </Button>
          )}
        </span>
      )}
      {asking && <DeleteDialog attribute={attribute} onClose={() => setAsking(false)} />}
    </li>
  );
}
