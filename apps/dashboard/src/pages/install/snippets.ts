/** The script element for the head of every page of the customer. */
export function buildSnippet(origin: string, projectId: string): string {
  return `<script>
  if (!window.jimo || !window.jimo.push) window.jimo = [];
  window.JIMO_PROJECT_ID = ${quote(projectId)};
  (function () {
    var script = document.createElement('script');
    script.async = true;
    script.src = ${quote(`${origin}/sdk/v1.js`)};
    document.head.appendChild(script);
  })();
</script>`;
}

/** A call that sends a user and what she did. */
export function buildCurl(origin: string): string {
  return `curl ${origin}/sse/webhook \\
  -H 'x-api-key: YOUR_KEY' -H 'content-type: application/json' -d '[
  { "type": "identify", "userId": "ada", "traits": { "email": "ada@example.com", "plan": "Pro" } },
  { "type": "track", "userId": "ada", "event": "purchase", "properties": { "dollars": 80 }, "messageId": "order-1" }
]'`;
}

/** A string of JavaScript that cannot end the script element around it. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll('<', '\\u003c');
}
