import { DropZone } from '../../kit/components/DropZone.tsx';
import { FileButton } from '../../kit/components/FileButton.tsx';

export interface FileChoiceProps {
  file: File | undefined;
  /** Why the file was refused as a whole; undefined when it was not. */
  refusal: string | undefined;
  onFile(file: File): void;
}

/** The field of the file, with why the chosen one is refused until another is chosen. */
export function FileChoice({ file, refusal, onFile }: FileChoiceProps) {
  return (
    <DropZone label="The file" onFiles={([given]) => given && onFile(given)}>
      <div className="import-file">
        <FileButton
          variant={file ? 'outlined' : 'contained'}
          label="Choose a CSV file"
          accept=".csv,.tsv,.txt,text/csv"
          onFiles={([given]) => given && onFile(given)}
        >
          {file ? 'Choose another file' : 'Choose a file'}
        </FileButton>
        <p className="soft">
          {file ? file.name : 'or drop a CSV file here: one that was exported from here, or one from Shopify.'}
        </p>
        <p className="import-refusal" role="alert">
          {refusal}
        </p>
        <p className="faint">Commas, semicolons or tabs. A dry run comes first; nothing changes before you say so.</p>
      </div>
    </DropZone>
  );
}
