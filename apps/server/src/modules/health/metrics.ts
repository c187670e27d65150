import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Indexer } from '../../index/indexer.ts';
import type { OutcomeCounts } from '../ingest/watch-outcomes.ts';

/** What the process measures of itself. */
export interface Metrics {
  countItems(counts: OutcomeCounts): void;
  observeQuestion(seconds: number): void;
  countAnswer(status: number): void;
  countListeners(listeners: number): void;
  /** In Prometheus's text format. */
  render(): Promise<string>;
  contentType: string;
}

interface Parts {
  indexer: Indexer;
  /** Also memory, garbage collection and the event loop of this process. */
  ofProcess?: boolean;
}

export function createMetrics({ indexer, ofProcess = false }: Parts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) collectDefaultMetrics({ register: registry });

  const items = new Counter({
    name: 'muster_ingested_items_total',
    help: 'Items that ingestion has dealt with, by what became of them.',
    labelNames: ['status'] as const,
    registers,
  });
  const questions = new Histogram({
    name: 'muster_question_seconds',
    help: 'Time that questions about populations took, waiting included.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
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
  registry.registerMetric(
    new Gauge({
      name: 'muster_index_lag_changes',
      help: 'Changes in the log that the index has yet to take in.',
      registers: [],
      collect() {
        const { head, position } = indexer.status();
        this.set(Math.max(0, head - position));
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'muster_index_excluded_users',
      help: 'Users who are in no audience, because the index refused a row of theirs.',
      registers: [],
      collect() {
        this.set(indexer.status().excluded.length);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'muster_index_usable',
      help: '1 while the index follows the log, 0 while it cannot or is being made.',
      registers: [],
      collect() {
        this.set(indexer.status().state === 'following' ? 1 : 0);
      },
    }),
  );

  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    observeQuestion: (seconds) => questions.observe(seconds),
    countAnswer: (status) => answers.inc({ status: String(status) }),
    countListeners: (count) => listeners.set(count),
    countItems(counts) {
      for (const [status, count] of Object.entries(counts)) items.inc({ status }, count);
    },
  };
}
