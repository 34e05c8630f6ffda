import { Button } from '@mui/material';
import { useId, useState } from 'react';
import type { Image } from '../../../generated/catalog/types.ts';
import { FileButton } from '../../kit/components/FileButton.tsx';
import { PICTURES, uploadPicture } from '../products/upload.ts';

export interface CategoryPictureProps {
  /** The name of the category, as its description. */
  alt: string;
  image: Image | undefined;
  onChange(image: Image | undefined): void;
}

/** The picture of a category: chosen, exchanged or taken away. Without one, that of a product stands for it. */
export function CategoryPicture({ alt, image, onChange }: CategoryPictureProps) {
  const [part, setPart] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const id = useId();
  const send = async (file: File) => {
    setProblem(undefined);
    setPart(0);
    try {
      onChange(await uploadPicture(file, alt, setPart));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'This picture could not be used.');
    } finally {
      setPart(undefined);
    }
  };
  return (
    <fieldset className="category-picture" aria-describedby={id}>
      <legend>Picture</legend>
      {image ? (
        <img src={image.url} alt={image.alt} width={72} height={72} />
      ) : (
        <span className="category-picture-none" aria-hidden="true" />
      )}
      <span className="category-picture-actions">
        <FileButton
          size="small"
          variant="outlined"
          disabled={part !== undefined}
          label="Choose a picture"
          accept={PICTURES}
          onFiles={([file]) => file && void send(file)}
        >
          {image ? 'Exchange' : 'Choose picture'}
        </FileButton>
        {image && (
          <Button size="small" disabled={part !== undefined} onClick={() => onChange(undefined)}>
            Remove
          </Button>
        )}
        {part !== undefined && <progress value={part} max={1} aria-label="Sending the picture" />}
      </span>
      <p id={id} className={problem === undefined ? 'soft' : 'category-picture-problem'} role="status">
        {problem ?? (image ? 'Shown on the home page and in the menu.' : 'Without one, a product’s picture is shown.')}
      </p>
    </fieldset>
  );
}
