/** Where the demo finds Muster, and where it is found itself. */
export interface DemoSettings {
  musterUrl: string;
  projectId: string;
  apiKey: string;
  /** 0: any that is free. */
  port: number;
}

/** The settings of the environment; without any, those that the README's first walk uses. */
export function readSettings(environment: Record<string, string | undefined>): DemoSettings {
  const { MUSTER_URL, MUSTER_PROJECT_ID, MUSTER_API_KEY, KEY, DEMO_PORT } = environment;
  return {
    musterUrl: (MUSTER_URL || 'http://127.0.0.1:4400').replace(/\/+$/, ''),
    projectId: MUSTER_PROJECT_ID || 'demo',
    apiKey: MUSTER_API_KEY || KEY || 'change-this-key-before-others-see-it',
    port: Number(DEMO_PORT || 4500),
  };
}
