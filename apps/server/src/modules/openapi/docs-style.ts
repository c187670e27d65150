/** The style sheet of `/docs`: the colours of design/style, light and dark. */
export const docsStyle = `
:root {
  color-scheme: light dark;
  --bg: light-dark(#f9fafc, #0e1015);
  --surface: light-dark(#ffffff, #15181e);
  --sunken: light-dark(#f3f4f7, #111319);
  --line: light-dark(#e2e4e8, #272a31);
  --ink: light-dark(#151924, #eef0f4);
  --ink-2: light-dark(#4c515e, #b1b4bc);
  --accent: light-dark(#5251db, #9398ff);
}
* { box-sizing: border-box }
body {
  margin: 0; background: var(--bg); color: var(--ink);
  font: 14px/1.5 system-ui, sans-serif;
  display: grid; grid-template-columns: 264px minmax(0, 1fr);
}
nav {
  position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 20px;
  border-right: 1px solid var(--line); font-size: 13px;
}
nav ul { list-style: none; margin: 0 0 16px; padding: 0 }
nav h2 { font-size: 12px; margin: 0 0 4px; color: var(--ink-2) }
main { max-width: 920px; padding: 32px }
a { color: var(--accent); text-decoration: none }
a:hover { text-decoration: underline }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
h1 { font-size: 22px; letter-spacing: -.022em; margin: 0 0 8px }
main > h2 { font-size: 17px; margin: 40px 0 12px }
article {
  background: var(--surface); border: 1px solid var(--line); border-radius: 14px;
  padding: 16px 20px; margin: 0 0 16px; scroll-margin-top: 16px;
}
article h3 { font-size: 14px; margin: 0 0 4px }
article h4 { font-size: 12px; color: var(--ink-2); margin: 16px 0 4px }
code, pre { font: 12px/1.6 ui-monospace, monospace }
code { background: var(--sunken); border-radius: 4px; padding: 1px 4px; overflow-wrap: anywhere }
.method { font-weight: 650; text-transform: uppercase; margin-right: 6px }
table { width: 100%; border-collapse: collapse }
th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-top: 1px solid var(--line) }
th { font-weight: 480; width: 168px; overflow-wrap: anywhere }
td p, th p { margin: 0 }
.type { color: var(--ink-2) }
@media (max-width: 800px) { body { display: block } nav { position: static; height: auto } }
`;
