import { maxLength, required, SelectInput, TextArrayInput, TextInput } from 'react-admin';
import { Columns } from '../../kit/components/Page.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { AttributeInputs } from './AttributeInputs.tsx';
import { CategoryInput } from './CategoryInput.tsx';
import { Images } from './Images.tsx';
import { CardPreview, SearchPreview } from './Preview.tsx';
import { useReadOnly } from './read-only.ts';
import { Variants } from './Variants.tsx';

const statuses = [
  { id: 'active', name: 'For sale' },
  { id: 'draft', name: 'Draft: only staff see it' },
  { id: 'archived', name: 'Archived: kept for the record' },
];
const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const slugOrNothing = (value: unknown) =>
  typeof value !== 'string' || value === '' || slugPattern.test(value)
    ? undefined
    : 'Small letters, digits and hyphens';

/** Everything of a product on one page, its card in the shop beside it. */
export function ProductFields({ isNew = false }: { isNew?: boolean }) {
  const readOnly = useReadOnly();
  // Read-only rather than disabled: the text can still be selected and copied.
  const locked = readOnly ? { slotProps: { htmlInput: { readOnly } } } : {};
  return (
    <Columns
      main={
        <>
          <Section>
            <div className="form-fields">
              <TextInput
                {...locked}
                source="title"
                label="Title"
                validate={[required('Required'), maxLength(300)]}
                autoFocus={isNew}
                helperText={false}
              />
              <TextInput
                {...locked}
                source="description"
                label="Description"
                multiline
                minRows={4}
                validate={maxLength(20_000)}
                helperText={false}
              />
            </div>
          </Section>
          <Section title="Pictures">
            <Images />
          </Section>
          <Section title="Variants and prices">
            <Variants />
          </Section>
          <Section title="Attributes">
            <AttributeInputs />
          </Section>
          <Section title="In search engines">
            <div className="form-fields">
              <SearchPreview />
              <TextInput
                {...locked}
                source="seo.title"
                label="Title for search engines"
                validate={maxLength(200)}
                helperText="Empty: the product's title."
              />
              <TextInput
                {...locked}
                source="seo.description"
                label="Description for search engines"
                multiline
                validate={maxLength(500)}
                helperText={false}
              />
              <TextInput
                {...locked}
                source="slug"
                label="URL handle"
                validate={[slugOrNothing, maxLength(200)]}
                helperText={isNew ? 'Empty: made from the title.' : 'Links to the old one lead to the new one.'}
              />
            </div>
          </Section>
        </>
      }
      side={
        <>
          <Section title="In the shop">
            <CardPreview />
          </Section>
          <Section>
            <div className="form-fields">
              <SelectInput
                readOnly={readOnly}
                source="status"
                label="Status"
                choices={statuses}
                validate={required('Required')}
                helperText={false}
              />
              <CategoryInput />
              <TextInput {...locked} source="brand" label="Brand" validate={maxLength(200)} helperText={false} />
              <TextArrayInput readOnly={readOnly} source="tags" label="Tags" helperText="Enter after each." />
            </div>
          </Section>
        </>
      }
    />
  );
}
