import { Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useController, useFormContext, useWatch } from 'react-hook-form';
import { ProductPicture } from './ProductPicture.tsx';
import type { ProductForm } from './product-form.ts';
import { useReadOnly } from './read-only.ts';

const sizePx = 32;

/** The picture that shows a variant, chosen from those of its product; nothing where the product has none. */
export function VariantPicture({ index, about }: { index: number; about: string }) {
  const { control } = useFormContext<ProductForm>();
  const { field } = useController({ control, name: `variants.${index}.imageUrl` });
  const images = useWatch({ control, name: 'images' });
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const readOnly = useReadOnly();
  const names = images.map(({ alt }, at) => alt || `Picture ${at + 1}`);
  const own = images.findIndex(({ url }) => url === field.value);
  if (images.length === 0) return null;
  const shown = <ProductPicture image={images[Math.max(0, own)]} size={sizePx} />;
  if (readOnly) return shown;
  const choose = (url: string) => {
    field.onChange(url);
    setAnchor(null);
  };
  return (
    <>
      <button
        type="button"
        className="variant-picture"
        data-own={own >= 0 || undefined}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-label={`Picture of ${about}: ${names[own] ?? 'the first one'}`}
        title="Choose the picture"
        onClick={event => setAnchor(event.currentTarget)}
      >
        {shown}
      </button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        <MenuItem selected={own < 0} onClick={() => choose('')}>
          The first picture
        </MenuItem>
        {images.map((image, at) => (
          <MenuItem key={image.url} selected={at === own} onClick={() => choose(image.url)}>
            <span className="variant-picture-choice">
              <ProductPicture image={image} size={sizePx} />
              {names[at]}
            </span>
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
