import { Button } from '@mui/material';
import { useRef } from 'react';
import { DropZone } from '../../kit/components/DropZone.tsx';

export interface FileChoiceProps {
  file: File | undefined;
  /** Why the file was refused as a whole; undefined when it was not. */
  refusal: string | undefined;
  onFile(file: File): void;
}

/** The field of the file, with why the chosen one is refused until another is chosen. */
export function FileChoice({ file, refusal, onFile }: FileChoiceProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <DropZone label="The file" onFiles={([given]) => given && onFile(given)}>
      <div className="import-file">
        <Button variant={file ? 'outlined' : 'contained'} onClick={() => input.current?.click()}>
          {file ? 'Choose another file' : 'Choose a file'}
        </Button>
        <p className="soft">
          {file ? file.name : 'or drop a CSV file here: one that was exported from here, or one from Shopify.'}
        </p>
        <p className="import-refusal" role="alert">
          {refusal}
        </p>
        <p className="faint">Commas, semicolons or tabs. A dry run comes first; nothing changes before you say so.</p>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.tsv,.txt,text/csv"
          aria-label="Choose a CSV file"
          onChange={event => {
            const [given] = event.target.files ?? [];
            if (given) onFile(given);
            event.target.value = '';
          }}
        />
      </div>
    </DropZone>
  );
}
