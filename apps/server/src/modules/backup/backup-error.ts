/** A file that cannot be restored; its message is one sentence that says why. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
