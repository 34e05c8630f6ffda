import './drop-zone.css';
import { type DragEvent, type ReactNode, useState } from 'react';

export interface DropZoneProps {
  label: string;
  onFiles(files: readonly File[]): void;
  children: ReactNode;
}

/** A drop zone for files. Elements dragged within the page are ignored. */
export function DropZone({ label, onFiles, children }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files');
  return (
    <section
      className="drop-area"
      aria-label={label}
      data-over={over || undefined}
      onDragOver={event => {
        event.preventDefault();
        setOver(hasFiles(event));
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault();
        setOver(false);
        const files = [...event.dataTransfer.files];
        if (files.length > 0) onFiles(files);
      }}
    >
      {children}
    </section>
  );
}
