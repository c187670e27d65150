import { expect, test } from 'vitest';
import { buildSnippet } from './snippets.ts';

test('the snippet names the project and loads from this server', () => {
  const snippet = buildSnippet('https://muster.example', 'p-1');
  expect(snippet).toContain('window.JIMO_PROJECT_ID = "p-1";');
  expect(snippet).toContain('script.src = "https://muster.example/sdk/v1.js";');
});

test('no project id can end the element', () => {
  const snippet = buildSnippet('https://muster.example', '</script><script>alert(1)');
  expect(snippet.match(/<\/script>/g)).toHaveLength(1);
});
