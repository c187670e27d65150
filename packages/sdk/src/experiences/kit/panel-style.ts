export const panelStyle = `
.place .card.panel { width: 380px; }
.head { flex: none; padding: 20px 20px 14px; display: grid; grid-gap: 8px; grid-template-columns: minmax(0, 1fr); border-bottom: 1px solid var(--line); }
.panel .scroll { padding: 0; grid-gap: 0; }
.empty { padding: 36px 20px; text-align: center; color: var(--ink-2); }
`;
