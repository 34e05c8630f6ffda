import './images.css';
import ArrowBack from '@mui/icons-material/ArrowBack';
import ArrowForward from '@mui/icons-material/ArrowForward';
import Close from '@mui/icons-material/Close';
import { IconButton } from '@mui/material';
import { type DragEvent, useState } from 'react';
import type { Image } from '../../../generated/catalog/types.ts';
import { ProductPicture } from './ProductPicture.tsx';
import { moved } from './product-form.ts';
import { useReadOnly } from './read-only.ts';

const sizePx = 140;

interface Dragging {
  url: string;
  /** The order to go back to when it is dropped nowhere. */
  before: readonly Image[];
}

/**
 * Pictures in order; dragging or the arrows change it. A placeholder shows where a dragged picture would be dropped.
 */
export function PictureList({ images, onChange }: { images: readonly Image[]; onChange(images: Image[]): void }) {
  const [dragging, setDragging] = useState<Dragging>();
  const readOnly = useReadOnly();
  const start = (event: DragEvent, { url }: Image) => {
    const picture = event.currentTarget.firstElementChild ?? event.currentTarget;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', url);
    event.dataTransfer.setDragImage(picture, sizePx / 2, sizePx / 2);
    setDragging({ url, before: images });
  };
  const pass = (index: number) => {
    const from = images.findIndex(({ url }) => url === dragging?.url);
    if (from >= 0 && from !== index) onChange(moved(images, from, index));
  };
  const end = (event: DragEvent) => {
    if (dragging && event.dataTransfer.dropEffect === 'none') onChange([...dragging.before]);
    setDragging(undefined);
  };
  return (
    <ol className="images-list">
      {images.map((image, index) => (
        <li key={image.url} data-dragged={dragging?.url === image.url || undefined} onDragEnter={() => pass(index)}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows below do the same by keyboard */}
          <div
            className="images-grip"
            draggable={!readOnly}
            title={readOnly ? undefined : 'Drag to reorder'}
            onDragStart={event => start(event, image)}
            onDragEnd={end}
          >
            <ProductPicture image={image} size={sizePx} />
          </div>
          <input
            className="cell"
            aria-label={`What picture ${index + 1} shows`}
            placeholder="What it shows"
            value={image.alt}
            readOnly={readOnly}
            maxLength={500}
            onChange={event =>
              onChange(images.map((item, at) => (at === index ? { ...item, alt: event.target.value } : item)))
            }
          />
          {!readOnly && (
            <div className="images-tools">
              <IconButton
                aria-label={`Move picture ${index + 1} forward`}
                disabled={index === 0}
                onClick={() => onChange(moved(images, index, index - 1))}
              >
                <ArrowBack fontSize="small" />
              </IconButton>
              <IconButton
                aria-label={`Move picture ${index + 1} back`}
                disabled={index === images.length - 1}
                onClick={() => onChange(moved(images, index, index + 1))}
              >
                <ArrowForward fontSize="small" />
              </IconButton>
              <IconButton
                aria-label={`Remove picture ${index + 1}`}
                onClick={() => onChange(images.filter(({ url }) => url !== image.url))}
              >
                <Close fontSize="small" />
              </IconButton>
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}
