/** What is kept is no longer right, or cannot be brought up: it has to be made anew. */
export class StartOver extends Error {
  override readonly name = 'StartOver';
}
