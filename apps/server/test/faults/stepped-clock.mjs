// Preloaded into a server (`--import`): its clock is ahead by as many milliseconds as the file of
// `MUSTER_FAULTS_CLOCK` says, or behind. What takes the time elsewhere, SQLite and ClickHouse, has the true one; no answer
// depends on theirs.
import { readFileSync } from 'node:fs';

const file = process.env.MUSTER_FAULTS_CLOCK;
const lookEveryMs = 5;
const TrueDate = Date;
let aheadMs = 0;
let lookedAt = Number.NEGATIVE_INFINITY;

function now() {
  if (performance.now() - lookedAt > lookEveryMs) {
    lookedAt = performance.now();
    aheadMs = Number(readFileSync(file, 'utf8'));
  }
  return TrueDate.now() + aheadMs;
}

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, parameters, newTarget) =>
    Reflect.construct(target, parameters.length === 0 ? [now()] : parameters, newTarget),
  apply: () => new TrueDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
