import { Button, type ButtonProps } from '@mui/material';
import { type ReactNode, useRef } from 'react';

export interface FileButtonProps extends Pick<ButtonProps, 'variant' | 'size' | 'disabled'> {
  /** The name of the field behind the button. */
  label: string;
  /** Media types and endings, as `accept` of an HTML file field has them. */
  accept: string;
  multiple?: boolean;
  onFiles(files: readonly File[]): void;
  children: ReactNode;
}

/** A button that opens the file dialog; the same file can be chosen again. */
export function FileButton({ label, accept, multiple = false, onFiles, children, ...button }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        accept={accept}
        aria-label={label}
        onChange={event => {
          const files = [...(event.target.files ?? [])];
          if (files.length > 0) onFiles(files);
          event.target.value = '';
        }}
      />
    </>
  );
}
