// The look that all experiences share. What a page's own rules say is beaten once, on the host; none of
// them reaches further in. Sizes are in pixels: a page may have given `rem` another meaning. Only what
// Chrome 80, Firefox 74 and Safari 13.1 know is relied on, hence grids where flex boxes had gaps.

export const baseStyle = `
:host {
  all: initial !important;
  position: fixed !important;
  z-index: 2147483000 !important;
  top: 0 !important;
  left: 0 !important;
  width: 0 !important;
  height: 0 !important;
  display: block !important;
}
*, *::before, *::after { box-sizing: border-box; }
.root {
  color: var(--ink);
  font: 400 14px/20px Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  -webkit-font-smoothing: antialiased;
  -webkit-text-size-adjust: 100%;
  -webkit-tap-highlight-color: transparent;
  text-align: start;
  visibility: visible;
}
button, input, textarea { font: inherit; color: inherit; letter-spacing: inherit; margin: 0; }
h2, h3, p, ul, ol, blockquote, pre, fieldset, legend { margin: 0; padding: 0; border: 0; min-width: 0; }
[hidden] { display: none !important; }
.icon { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; display: block; flex: none; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip: rect(0 0 0 0); white-space: nowrap; }
:focus { outline: 2px solid var(--accent-ink); outline-offset: 2px; }
:focus:not(:focus-visible) { outline: 0; }

/* Of its tracks the place is the measure: by their content a wide card would reach out of the page. */
.place { position: fixed; pointer-events: none; display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); padding: 20px; top: 0; right: 0; bottom: 0; left: 0; align-items: end; justify-items: end; }
.place[data-at^=top] { align-items: start; }
.place[data-at=top], .place[data-at=bottom], .place[data-at=center] { justify-items: center; }
.place[data-at=center] { align-items: center; }
.place[data-at$=left] { justify-items: start; }
.place[dir=rtl][data-at$=left] { justify-items: end; }
.place[dir=rtl][data-at$=right] { justify-items: start; }
.place[data-at^=bottom] { padding-bottom: calc(20px + var(--dock, 0px)); }
.place[data-at^=top] { padding-top: calc(20px + var(--dock, 0px)); }
.backdrop { position: fixed; top: 0; right: 0; bottom: 0; left: 0; background: rgba(9, 11, 17, .46); pointer-events: auto; animation: fade .16s ease-out; }

.card {
  pointer-events: auto;
  position: relative;
  display: flex;
  flex-direction: column;
  width: 384px;
  max-width: 100%;
  max-height: 100%;
  min-height: 0;
  color: var(--ink);
  background: var(--ground);
  border: 1px solid var(--line);
  border-radius: var(--radius);
  box-shadow: 0 1px 2px rgba(10, 13, 24, calc(var(--shade) * .5)), 0 8px 20px -6px rgba(10, 13, 24, var(--shade)), 0 28px 56px -16px rgba(10, 13, 24, calc(var(--shade) * 1.4));
  overflow: hidden;
  overflow-wrap: anywhere;
  word-break: break-word;
  animation: rise .2s cubic-bezier(.2, .8, .3, 1);
}
.place[data-at=center] .card { width: 460px; }
.card:focus { outline: 0; }
.scroll { overflow: auto; overscroll-behavior: contain; padding: 20px; min-height: 0; display: grid; grid-gap: 16px; grid-template-columns: minmax(0, 1fr); align-content: start; }
.scroll:focus-visible { outline-offset: -3px; border-radius: var(--radius); }
.foot { padding: 0 20px 20px; display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; flex: none; margin: -4px -4px; }
.foot > * { margin: 4px; }
.foot > .push { margin-inline-end: auto; }

.title { font-size: 17px; line-height: 24px; font-weight: 600; letter-spacing: -.012em; margin-inline-end: 32px; }
.body { color: var(--ink-2); display: grid; grid-gap: 10px; grid-template-columns: minmax(0, 1fr); }
.body h3 { color: var(--ink); font-size: 14px; line-height: 20px; font-weight: 600; }
.body strong { color: var(--ink); font-weight: 600; }
.body ul, .body ol { padding-inline-start: 20px; display: grid; grid-gap: 4px; }
.body li::marker { color: var(--ink-2); }
.body a { color: var(--accent-ink); text-decoration: underline; text-underline-offset: 3px; text-decoration-thickness: 1px; border-radius: 3px; }
.body a:hover { text-decoration-thickness: 2px; }
.body blockquote { border-inline-start: 3px solid var(--line); padding-inline-start: 12px; }
.body code, .body pre { font: 12.5px/18px ui-monospace, "JetBrains Mono", SFMono-Regular, Menlo, Consolas, monospace; background: var(--sunken); border-radius: 6px; }
.body code { padding: 1px 5px; }
.body pre { padding: 10px 12px; overflow: auto; white-space: pre; }
.body pre code { padding: 0; background: none; }
.body hr { width: 100%; border: 0; border-top: 1px solid var(--line); margin: 4px 0; }
.body img { max-width: 100%; height: auto; border-radius: var(--radius-control); }
.image { display: block; width: 100%; max-height: 240px; object-fit: cover; background: var(--sunken); border-radius: calc(var(--radius) * .66); }

.button {
  appearance: none; -webkit-appearance: none;
  display: inline-flex; align-items: center; justify-content: center;
  min-height: 36px; padding: 7px 14px; max-width: 100%;
  font-weight: 560; text-align: center; text-decoration: none;
  border: 1px solid var(--line); border-radius: var(--radius-control);
  background: var(--ground); color: var(--ink);
  cursor: pointer; user-select: none; -webkit-user-select: none;
  transition: background .12s ease-out, border-color .12s ease-out, transform .12s ease-out;
}
.button:hover { background: var(--sunken); border-color: var(--edge); }
.button:active { transform: translateY(1px); }
.button.primary { background: var(--accent); color: var(--on-accent); border-color: var(--accent-edge); }
.button.primary:hover { box-shadow: inset 0 0 0 40px rgba(127, 127, 127, .14); }
.button.quiet { border-color: transparent; background: none; color: var(--ink-2); padding-left: 10px; padding-right: 10px; }
.button.quiet:hover { background: var(--sunken); color: var(--ink); }
.close {
  appearance: none; -webkit-appearance: none;
  position: absolute; top: 14px; right: 14px; z-index: 2;
  width: 32px; height: 32px; padding: 6px; border: 0; border-radius: 8px;
  background: var(--ground); color: var(--ink-2); cursor: pointer;
  transition: background .12s ease-out, color .12s ease-out;
}
[dir=rtl] > .close { right: auto; left: 14px; }
.close:hover { background: var(--sunken); color: var(--ink); }

.launcher {
  appearance: none; -webkit-appearance: none;
  pointer-events: auto; position: relative;
  display: inline-flex; align-items: center; height: 48px; min-width: 48px; max-width: 320px; padding: 0 18px 0 13px;
  border: 1px solid var(--line); border-radius: 24px; background: var(--ground); color: var(--ink);
  font-weight: 560; cursor: pointer;
  box-shadow: 0 1px 2px rgba(10, 13, 24, calc(var(--shade) * .5)), 0 10px 24px -8px rgba(10, 13, 24, calc(var(--shade) * 1.3));
  transition: transform .14s ease-out, border-color .14s ease-out;
  animation: rise .2s cubic-bezier(.2, .8, .3, 1);
}
[dir=rtl] .launcher { padding: 0 13px 0 18px; }
.launcher:hover { transform: translateY(-1px); border-color: var(--edge); }
.launcher.round { padding: 0 13px; background: var(--accent); color: var(--on-accent); border-color: var(--accent-edge); }
.launcher > span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.launcher > * + span { margin-inline-start: 10px; }
.badge {
  position: absolute; top: -5px; right: -5px; min-width: 22px; height: 22px; padding: 0 6px;
  border-radius: 11px; border: 2px solid var(--ground); background: var(--danger-fill, #d0213a); color: #fff;
  font-size: 11px; line-height: 18px; font-weight: 650; text-align: center; font-variant-numeric: tabular-nums;
}

@keyframes rise { from { opacity: 0; transform: translateY(10px) scale(.985); } }
@keyframes fade { from { opacity: 0; } }
.leaving .card, .leaving .backdrop, .leaving .launcher { opacity: 0; transition: opacity .12s ease-out; pointer-events: none; }

@media (max-width: 479px) {
  .place.sheet { padding: 0; align-items: end; justify-items: stretch; }
  .place.sheet[data-at^=top] { align-items: start; }
  .place.sheet .card { width: 100%; max-height: 88vh; border-width: 1px 0 0; border-radius: max(var(--radius), 16px) max(var(--radius), 16px) 0 0; padding-bottom: env(safe-area-inset-bottom, 0); }
  .place.sheet[data-at^=top] .card { border-width: 0 0 1px; border-radius: 0 0 max(var(--radius), 16px) max(var(--radius), 16px); padding-bottom: 0; padding-top: env(safe-area-inset-top, 0); }
  .button { min-height: 44px; }
}
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
}
@media (forced-colors: active) {
  .card, .launcher { border: 1px solid CanvasText; }
  .button.primary { border: 2px solid ButtonText; }
  .badge { border-color: CanvasText; }
}
@media print { :host { display: none !important; } }
`;
