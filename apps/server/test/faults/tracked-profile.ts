/** What is asked of a profile, as it is after some request of its client. */
export interface ProfileState {
  /** Message ids of the events that it has. */
  bought: readonly Purchase[];
  plan?: string;
  step?: number;
}

export interface Purchase {
  messageId: string;
  at: number;
}

/**
 * One profile of the server, as the client to which it belongs knows it: how it is after each of that
 * client's requests, which are sent one after the other.
 */
export class TrackedProfile {
  readonly anonymousId: string | undefined;
  userId: string | undefined;
  /** In order; `state` is absent where the profile is not there, before it is made and when it is merged. */
  private history: { after: number; state: ProfileState | undefined }[] = [];

  constructor(id: { anonymousId: string } | { userId: string }) {
    if ('anonymousId' in id) this.anonymousId = id.anonymousId;
    else this.userId = id.userId;
  }

  /** As it is after the last request. */
  get state(): ProfileState | undefined {
    return this.history.at(-1)?.state;
  }

  /** It is so once this request has been taken. */
  become(after: number, state: ProfileState | undefined): void {
    const last = this.history.at(-1);
    if (last?.after === after) last.state = state;
    else this.history.push({ after, state });
  }

  /** All that it may be while the client's requests up to `from` are taken for certain and those up to `until` perhaps. */
  statesBetween(from: number, until: number): (ProfileState | undefined)[] {
    const later = this.history.findIndex(({ after }) => after > from);
    const known = later < 0 ? this.history : this.history.slice(0, later);
    const possible = later < 0 ? [] : this.history.slice(later);
    return [known.at(-1)?.state, ...possible.filter(({ after }) => after <= until).map(toState)];
  }

  /** Forgets how it was; true when nothing is left of it. */
  settle(): boolean {
    this.history = this.history.slice(-1);
    return this.state === undefined;
  }
}

const toState = ({ state }: { state: ProfileState | undefined }) => state;
