import './images.css';
import { Button } from '@mui/material';
import { useRef, useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import type { Image } from '../../../generated/catalog/types.ts';
import { DropZone } from '../../kit/components/DropZone.tsx';
import { FileButton } from '../../kit/components/FileButton.tsx';
import { PictureList } from './PictureList.tsx';
import type { ProductForm } from './product-form.ts';
import { useReadOnly } from './read-only.ts';
import { PICTURES, uploadPicture } from './upload.ts';
import { UploadOrder } from './upload-order.ts';

interface Sending {
  id: string;
  name: string;
  part: number;
  problem?: string;
}

/** A product's pictures: upload by drag and drop, reorder by dragging or with the arrows, alternative text for each. */
export function Images() {
  const { control, setValue, getValues } = useFormContext<ProductForm>();
  const images = useWatch({ control, name: 'images' });
  const [sending, setSending] = useState<Sending[]>([]);
  const order = useRef(new UploadOrder());
  const readOnly = useReadOnly();
  const put = (next: Image[]) => setValue('images', next, { shouldDirty: true });
  const update = (id: string, change: Partial<Sending>) =>
    setSending(list => list.map(item => (item.id === id ? { ...item, ...change } : item)));

  async function send(file: File): Promise<void> {
    const id = crypto.randomUUID();
    const position = order.current.take();
    setSending(list => [...list, { id, name: file.name, part: 0 }]);
    try {
      const image = await uploadPicture(file, getValues('title'), part => update(id, { part }));
      setSending(list => list.filter(item => item.id !== id));
      put(order.current.insert(getValues('images'), image, position));
    } catch (error) {
      update(id, { problem: error instanceof Error ? error.message : 'This picture could not be used.' });
    }
  }
  if (readOnly)
    return images.length > 0 ? (
      <PictureList images={images} onChange={put} />
    ) : (
      <p className="soft">There are no pictures.</p>
    );
  return (
    <DropZone label="Drop pictures here" onFiles={files => files.forEach(file => void send(file))}>
      {images.length > 0 && <PictureList images={images} onChange={put} />}
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
        <FileButton
          variant="outlined"
          multiple
          label="Choose pictures"
          accept={PICTURES}
          onFiles={files => {
            for (const file of files) void send(file);
          }}
        >
          Add pictures
        </FileButton>
        <span className="faint">or drop them here. The first one is the card's.</span>
      </div>
    </DropZone>
  );
}
