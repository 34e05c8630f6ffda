import './images.css';
import ArrowBack from '@mui/icons-material/ArrowBack';
import ArrowForward from '@mui/icons-material/ArrowForward';
import Close from '@mui/icons-material/Close';
import { Button, IconButton } from '@mui/material';
import { type DragEvent, useRef, useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import type { Image } from '../../generated/catalog/types.ts';
import { ProductPicture } from './ProductPicture.tsx';
import { moved, type ProductForm } from './product-form.ts';
import { uploadPicture } from './upload.ts';

interface Sending {
  id: string;
  name: string;
  part: number;
  problem?: string;
}

/** A product's pictures: dropped in, put in order by dragging or with the arrows, each with the text for who cannot see it. */
export function Images() {
  const { control, setValue, getValues } = useFormContext<ProductForm>();
  const images = useWatch({ control, name: 'images' });
  const [sending, setSending] = useState<Sending[]>([]);
  const [over, setOver] = useState(false);
  const [dragged, setDragged] = useState<number>();
  const input = useRef<HTMLInputElement>(null);
  const put = (next: Image[]) => setValue('images', next, { shouldDirty: true });
  const update = (id: string, change: Partial<Sending>) =>
    setSending(list => list.map(item => (item.id === id ? { ...item, ...change } : item)));

  async function send(file: File): Promise<void> {
    const id = crypto.randomUUID();
    setSending(list => [...list, { id, name: file.name, part: 0 }]);
    try {
      const image = await uploadPicture(file, getValues('title'), part => update(id, { part }));
      setSending(list => list.filter(item => item.id !== id));
      put([...getValues('images').filter(({ url }) => url !== image.url), image]);
    } catch (error) {
      update(id, { problem: error instanceof Error ? error.message : 'This picture could not be used.' });
    }
  }
  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    for (const file of event.dataTransfer.files) void send(file);
  }
  return (
    <section
      className="images"
      aria-label="Drop pictures here"
      data-over={over || undefined}
      onDragOver={event => {
        event.preventDefault();
        if (dragged === undefined) setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {images.length > 0 && (
        <ol className="images-list">
          {images.map((image, index) => (
            <li
              key={image.url}
              draggable
              data-dragged={dragged === index || undefined}
              onDragStart={() => setDragged(index)}
              onDragEnd={() => setDragged(undefined)}
              onDragEnter={() => {
                if (dragged === undefined || dragged === index) return;
                put(moved(images, dragged, index));
                setDragged(index);
              }}
            >
              <ProductPicture image={image} size={132} />
              <input
                className="cell"
                aria-label={`What picture ${index + 1} shows`}
                placeholder="What it shows"
                value={image.alt}
                maxLength={500}
                onChange={event => put(images.map((item, at) => (at === index ? { ...item, alt: event.target.value } : item)))}
              />
              <div className="images-tools">
                <IconButton
                  aria-label={`Move picture ${index + 1} forward`}
                  disabled={index === 0}
                  onClick={() => put(moved(images, index, index - 1))}
                >
                  <ArrowBack fontSize="small" />
                </IconButton>
                <IconButton
                  aria-label={`Move picture ${index + 1} back`}
                  disabled={index === images.length - 1}
                  onClick={() => put(moved(images, index, index + 1))}
                >
                  <ArrowForward fontSize="small" />
                </IconButton>
                <IconButton
                  aria-label={`Take picture ${index + 1} away`}
                  onClick={() => put(images.filter(({ url }) => url !== image.url))}
                >
                  <Close fontSize="small" />
                </IconButton>
              </div>
            </li>
          ))}
        </ol>
      )}
      {sending.map(({ id, name, part, problem }) => (
        <div key={id} className="images-sending" role="status">
          <span>{name}</span>
          {problem === undefined ? (
            <progress value={part} max={1} aria-label={`Sending ${name}`} />
          ) : (
            <span className="images-problem">{problem}</span>
          )}
          {problem !== undefined && (
            <Button size="small" onClick={() => setSending(list => list.filter(item => item.id !== id))}>
              Dismiss
            </Button>
          )}
        </div>
      ))}
      <div className="images-drop">
        <Button variant="outlined" onClick={() => input.current?.click()}>
          Add pictures
        </Button>
        <span className="faint">or drop them here. The first one is the card's.</span>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          accept="image/jpeg,image/png,image/webp,image/avif"
          aria-label="Choose pictures"
          onChange={event => {
            for (const file of event.target.files ?? []) void send(file);
            event.target.value = '';
          }}
        />
      </div>
    </section>
  );
}
