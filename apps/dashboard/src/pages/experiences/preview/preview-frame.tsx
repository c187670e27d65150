import type { ShownExperience } from '@muster/protocol';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { isPreviewMessage, type PreviewMessage } from './preview-message.ts';

interface PreviewFrameProps {
  shown: ShownExperience | undefined;
  isDark: boolean;
  /** Of the page within, in its own pixels. */
  width: number;
  height: number;
  /** Another one begins anew. */
  run: string;
  onMessage: (message: PreviewMessage) => void;
}

/** A page of the given size, as large as there is room, in which the SDK's own renderers run. */
export function PreviewFrame(props: PreviewFrameProps) {
  const { shown, isDark, width, height, run, onMessage } = props;
  const frame = useRef<HTMLIFrameElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [isReady, setReady] = useState(false);
  const room = useWidth(box);
  const scale = Math.min(1, room / width);
  useEffect(() => {
    const listen = ({ source, data }: MessageEvent<unknown>) => {
      if (source !== frame.current?.contentWindow || !isPreviewMessage(data)) return;
      if (data.action === 'ready') setReady(true);
      onMessage(data);
    };
    addEventListener('message', listen);
    return () => removeEventListener('message', listen);
  }, [onMessage]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run shows the same anew
  useEffect(() => {
    if (isReady) post(frame.current, []);
  }, [isReady, run]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => {
    // One without a step is nothing to show.
    if (isReady && shown) post(frame.current, shown.steps.length > 0 ? [shown] : []);
  }, [isReady, shown, run]);
  return (
    <div ref={box} className="preview-box" style={{ height: height * scale }}>
      <iframe
        ref={frame}
        title="Preview"
        src={isDark ? '/preview.html#dark' : '/preview.html'}
        sandbox="allow-scripts"
        className="preview-frame"
        style={{
          width,
          height,
          left: (room - width * scale) / 2,
          transform: `scale(${scale})`,
        }}
      />
    </div>
  );
}

function post(frame: HTMLIFrameElement | null, experiences: readonly ShownExperience[]): void {
  // The frame has no origin that could be named; what it gets is only what it shows.
  frame?.contentWindow?.postMessage(
    { muster: 'preview', experiences, language: 'en', isOpen: true },
    '*',
  );
}

function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(400);
  useLayoutEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(entry.contentRect.width);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
