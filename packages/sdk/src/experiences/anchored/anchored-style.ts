/** Of cards that stand at an element of the page, and of the ring around it. */
export const anchoredStyle = `
.anchored.place { padding: 0; }
.anchored .card { position: fixed; width: 340px; max-width: calc(100vw - 16px); max-height: calc(100vh - 16px); }
.ring { position: fixed; pointer-events: none; border-radius: 8px; box-shadow: 0 0 0 2px var(--accent-edge), 0 0 0 9999px rgba(9, 11, 17, .46); }
.count { color: var(--ink-2); font-size: 12px; line-height: 16px; margin-inline-end: auto; }
@media (forced-colors: active) { .ring { outline: 3px solid Highlight; } }
`;
