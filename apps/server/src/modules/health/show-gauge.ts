import { Gauge, type Registry } from 'prom-client';

/** Adds a gauge that is read at each call. */
export type ShowGauge = (name: string, help: string, read: () => number) => void;

export function createGaugeShow(registry: Registry): ShowGauge {
  return (name, help, read) => {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(read());
        },
      }),
    );
  };
}
