/** What a part of a target is given: its value, and what the server found wrong in it. */
export interface TargetPartProps<Part> {
  value: Part;
  onChange: (value: Part) => void;
  readOnly: boolean;
  /** The error at a path within the part, e.g. `urls[0].value`. */
  errorAt: (path: string) => string | undefined;
}
