export const checklistStyle = `
.ring { width: 24px; height: 24px; stroke-width: 3; }
.ring > :first-child { stroke: var(--line); }
.ring > :last-child { stroke: var(--accent-edge); }
.ring.full > :first-child { stroke: var(--accent-edge); }
.bar { height: 6px; border-radius: 3px; background: var(--line); overflow: hidden; }
.bar > div { height: 100%; border-radius: 3px; background: var(--accent-edge); transform-origin: 0 50%; transform: scaleX(var(--share)); }
[dir=rtl] .bar > div { transform-origin: 100% 50%; }
.note { color: var(--ink-2); font-size: 12px; line-height: 16px; font-variant-numeric: tabular-nums; }
.items { list-style: none; padding: 8px; }
.item { border-radius: var(--radius-control); }
.item + .item { margin-top: 2px; }
.row { display: flex; align-items: flex-start; border-radius: var(--radius-control); }
.row:hover { background: var(--sunken); }
.tick { appearance: none; -webkit-appearance: none; flex: none; width: 22px; height: 22px; margin: 11px 0; margin-inline-start: 12px; padding: 2px; border: 1.5px solid var(--edge); border-radius: 50%; background: var(--ground); color: var(--ground); }
button.tick { cursor: pointer; width: 24px; height: 24px; margin-top: 10px; margin-bottom: 10px; margin-inline-start: 11px; margin-inline-end: -1px; padding: 3px; }
button.tick:hover { border-color: var(--accent-edge); }
.tick > .icon { width: 15px; height: 15px; stroke-width: 3; }
.done .tick { background: var(--accent-edge); border-color: var(--accent-edge); }
.toggle { appearance: none; -webkit-appearance: none; flex: 1; min-width: 0; display: flex; align-items: flex-start; justify-content: space-between; padding: 12px; border: 0; border-radius: var(--radius-control); background: none; font-weight: 560; text-align: start; cursor: pointer; }
.done .toggle > span { color: var(--ink-2); text-decoration: line-through; text-decoration-thickness: 1px; }
.toggle > .icon { width: 18px; height: 18px; margin: 1px 0; margin-inline-start: 8px; color: var(--ink-2); transition: transform .14s ease-out; }
.toggle[aria-expanded=true] > .icon { transform: rotate(180deg); }
.details { display: grid; grid-gap: 12px; grid-template-columns: minmax(0, 1fr); padding: 0 12px 14px; padding-inline-start: 46px; }
.foot.own { padding: 0; justify-content: flex-start; }
@media (forced-colors: active) {
  .done .tick { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  .bar { border: 1px solid CanvasText; }
  .bar > div { forced-color-adjust: none; background: Highlight; }
}
`;
