import type { DemoSegment } from './demo-segments.ts';
import type { DemoSettings } from './read-settings.ts';

/** What the shop's own script is told; the key is not among it. */
export interface DemoConfig {
  musterUrl: string;
  projectId: string;
  snippet: string;
  segments: Pick<DemoSegment, 'name' | 'emoji' | 'label' | 'rule'>[];
}

/** The shop's only page: the snippet as a customer pastes it, and the app. */
export function renderPage(settings: DemoSettings, segments: readonly DemoSegment[]): string {
  const snippet = writeSnippet(settings);
  const { musterUrl, projectId } = settings;
  const shown = segments.map(({ name, emoji, label, rule }) => ({ name, emoji, label, rule }));
  const config: DemoConfig = { musterUrl, projectId, snippet, segments: shown };
  // In a script element nothing but `<` can end it.
  const json = JSON.stringify(config).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Paperweight</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect x='2' y='2' width='12' height='12' rx='3' fill='%235251db'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/style.css">
${snippet}
</head>
<body>
<div id="app"></div>
<script type="application/json" id="demo-config">${json}</script>
<script src="/site.js"></script>
</body>
</html>
`;
}

function writeSnippet({ musterUrl, projectId }: DemoSettings): string {
  return `<script>
  if (!window.jimo || !window.jimo.push) window.jimo = [];
  window.JIMO_PROJECT_ID = ${JSON.stringify(projectId)};
</script>
<script async src="${musterUrl}/sdk/v1.js"></script>`;
}
