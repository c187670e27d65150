import { FileUp } from 'lucide-react';
import { type DragEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';

interface DropZoneProps {
  /** What may be chosen, said before. */
  hint: ReactNode;
  onFiles: (files: readonly File[]) => void;
}

/** Where a file is dropped, or chosen with the picker of the system. */
export function DropZone({ hint, onFiles }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is for the pointer; the button within does the same
    <div
      className="drop-zone"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={drop}
    >
      <span className="state-icon" aria-hidden="true">
        <FileUp size={20} />
      </span>
      <p className="drop-title">Drop a CSV file here</p>
      <p id={hintId} className="drop-hint">
        {hint}
      </p>
      <Button look="primary" aria-describedby={hintId} onClick={() => input.current?.click()}>
        Choose a file
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        hidden
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file again, mended meanwhile, is a choice, too.
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </div>
  );
}
