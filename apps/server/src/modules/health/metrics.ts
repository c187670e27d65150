import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Indexer } from '../../index/indexer.ts';
import type { Store } from '../../store/store.ts';
import { StoreError } from '../../store/store-errors.ts';
import type { QuestionKind } from '../audience/ask-index.ts';
import type { OutcomeCounts } from '../ingest/watch-outcomes.ts';
import type { ComparisonCounts } from '../membership/comparison-tally.ts';
import { addComparisonGauges } from './comparison-gauges.ts';
import { createIndexLag } from './index-lag.ts';
import { createProcessGauges } from './process-gauges.ts';
import { readWork } from './read-work.ts';
import type { IntakeWatcher } from './watch-intake.ts';

/** What the process measures of itself. */
export interface Metrics extends IntakeWatcher {
  countItems(counts: OutcomeCounts): void;
  /** `targeting`: which experiences and segments a page was told; it is answered from the store. `memory`: questions about whole populations that needed no index. */
  observeQuestion(kind: QuestionKind | 'targeting' | 'memory', seconds: number): void;
  countAnswer(status: number): void;
  countListeners(listeners: number): void;
  /** Pages that are told when their visitor may have moved. */
  countListeningPages(pages: number): void;
  /** Looks how far the change log has come; about once a second, or the lag in time is known less exactly. */
  sample(): Promise<void>;
  /** In Prometheus's text format. */
  render(): Promise<string>;
  contentType: string;
}

interface Parts {
  store: Store;
  indexer: Indexer;
  now: () => number;
  /** Absent: live membership is not compared with the index. */
  comparisons?: () => ComparisonCounts;
  /** Also memory, garbage collection and the event loop of this process. */
  ofProcess?: boolean;
  /** Whoever reads this may know the sizes of projects. */
  ofProjects?: boolean;
}

/** From a look-up to an export. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createMetrics(parts: Parts): Metrics {
  const { store, indexer, now, ofProcess = false, ofProjects = false } = parts;
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const lag = createIndexLag();

  const items = new Counter({
    name: 'muster_ingested_items_total',
    help: 'Items that ingestion has dealt with, by what they are and what became of them.',
    labelNames: ['kind', 'status'] as const,
    registers,
  });
  const intakeSeconds = new Histogram({
    name: 'muster_intake_seconds',
    help: 'Time until what came in was durable, by where it came from.',
    labelNames: ['kind'] as const,
    buckets,
    registers,
  });
  const questions = new Histogram({
    name: 'muster_question_seconds',
    help: 'Time that questions took until they were answered, waiting included, by kind.',
    labelNames: ['kind'] as const,
    buckets,
    registers,
  });
  const answers = new Counter({
    name: 'muster_http_answers_total',
    help: 'Answers by status.',
    labelNames: ['status'] as const,
    registers,
  });
  const listeners = new Gauge({
    name: 'muster_live_listeners',
    help: 'Connections that are told of changes as they happen.',
    registers,
  });
  const listeningPages = new Gauge({
    name: 'muster_listening_pages',
    help: 'Pages of visitors that are told when they may have entered or left a segment.',
    registers,
  });
  const waiting = new Gauge({
    name: 'muster_intake_waiting',
    help: 'Requests and parts of imports that are not durable yet, by where they came from.',
    labelNames: ['kind'] as const,
    registers,
  });
  const gauges = createProcessGauges(registry, { indexer, lagChanges, lagSeconds });
  if (parts.comparisons) addComparisonGauges(registry, parts.comparisons);
  /** Where the change log ended when that was last seen. */
  let head = 0;

  function lagChanges(): number {
    return Math.max(0, head - indexer.status().position);
  }

  function lagSeconds(): number {
    return lag.seconds(indexer.status().position, now());
  }

  async function sample(): Promise<void> {
    try {
      head = await store.headPosition();
      lag.sample(head, now());
    } catch (error) {
      // Whether the store can be used is said by `/readyz`; the lag goes on growing from what is known.
      if (!(error instanceof StoreError)) throw error;
    }
  }

  async function readGauges(): Promise<void> {
    try {
      gauges.showWork(await readWork(store, ofProjects));
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      gauges.hideWork();
    }
  }

  return {
    contentType: registry.contentType,
    sample,
    async render() {
      await sample();
      await readGauges();
      return registry.metrics();
    },
    observeQuestion: (kind, seconds) => questions.observe({ kind }, seconds),
    observeIntake: (kind, seconds) => intakeSeconds.observe({ kind }, seconds),
    countWaiting: (kind, change) => waiting.inc({ kind }, change),
    countAnswer: (status) => answers.inc({ status: String(status) }),
    countListeners: (count) => listeners.set(count),
    countListeningPages: (count) => listeningPages.set(count),
    countItems(counts) {
      for (const { kind, status, count } of counts) items.inc({ kind, status }, count);
    },
  };
}
