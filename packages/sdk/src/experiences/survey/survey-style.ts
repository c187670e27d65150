export const surveyStyle = `
.progress { height: 3px; background: var(--line); flex: none; }
.progress > div { height: 100%; background: var(--accent-edge); border-radius: 0 2px 2px 0; transform-origin: 0 50%; transform: scaleX(var(--share)); transition: transform .24s ease-out; }
[dir=rtl] .progress > div { transform-origin: 100% 50%; }
.question { display: grid; grid-gap: 8px; grid-template-columns: minmax(0, 1fr); }
.note { color: var(--ink-2); font-size: 12px; line-height: 16px; }
.error { color: var(--danger); font-size: 13px; font-weight: 500; }
.error:empty { margin-top: -8px; }
.ends { display: flex; justify-content: space-between; margin-top: 8px; color: var(--ink-2); font-size: 12px; line-height: 16px; }
.ends > span { max-width: 48%; }

.scale { display: grid; grid-template-columns: repeat(var(--points), minmax(0, 1fr)); grid-gap: 4px; }
.point { position: relative; display: block; cursor: pointer; }
.point > span { display: flex; align-items: center; justify-content: center; height: 40px; border: 1px solid var(--line); border-radius: min(var(--radius-control), 8px); background: var(--ground); font-size: 13px; font-weight: 560; font-variant-numeric: tabular-nums; transition: background .12s ease-out, border-color .12s ease-out, transform .12s ease-out; }
.point:hover > span { border-color: var(--edge); background: var(--sunken); }
.point.on > span { background: var(--accent); border-color: var(--accent-edge); color: var(--on-accent); }
.point > input:focus-visible + span { outline: 2px solid var(--accent-ink); outline-offset: 2px; }
.scale.stars, .scale.smileys { grid-template-columns: repeat(var(--points), minmax(0, 48px)); justify-content: center; grid-gap: 2px; }
.stars .point > span, .smileys .point > span { height: 44px; border-color: transparent; background: none; color: var(--edge); }
.stars .icon, .smileys .icon { width: 32px; max-width: 100%; height: 32px; stroke-width: 1.5; }
.stars .point:hover > span, .smileys .point:hover > span { background: none; border-color: transparent; color: var(--accent-ink); transform: scale(1.06); }
.stars .point.on > span, .smileys .point.on > span { background: none; border-color: transparent; color: var(--accent-edge); }
.stars .point.on .icon { fill: var(--accent); }
.smileys .point.on .icon { stroke-width: 2; }
.smileys .point.on .icon > :first-child { fill: var(--accent-soft); }
.smileys .point.on > span { transform: scale(1.1); }

.choices { display: grid; grid-gap: 6px; grid-template-columns: minmax(0, 1fr); }
.choice { display: flex; align-items: flex-start; padding: 10px 12px; border: 1px solid var(--line); border-radius: var(--radius-control); cursor: pointer; transition: background .12s ease-out, border-color .12s ease-out; }
.choice:hover { border-color: var(--edge); background: var(--sunken); }
.choice:focus-within { border-color: var(--accent-edge); }
.choice.on { border-color: var(--accent-edge); background: var(--accent-soft); }
.choice > span { margin-inline-start: 10px; min-width: 0; }
.choice > input { appearance: none; -webkit-appearance: none; flex: none; width: 18px; height: 18px; margin: 1px 0; border: 1.5px solid var(--edge); border-radius: 50%; background: var(--ground); cursor: pointer; transition: border-width .1s ease-out; }
.choice > input[type=checkbox] { border-radius: 5px; }
.choice > input[type=radio]:checked { border: 5.5px solid var(--accent-edge); }
.choice > input[type=checkbox]:checked { border-color: var(--accent-edge); background: var(--accent-edge); }
.choice > input[type=checkbox]:checked::before { content: ""; display: block; width: 5px; height: 9px; margin: 1px auto; border: solid var(--ground); border-width: 0 2px 2px 0; transform: rotate(45deg); }

.range { display: grid; grid-gap: 4px; grid-template-columns: minmax(0, 1fr); }
.level { justify-self: center; font-size: 22px; line-height: 28px; font-weight: 600; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.slider { appearance: none; -webkit-appearance: none; width: 100%; height: 32px; background: none; cursor: pointer; border-radius: 8px; }
.slider::-webkit-slider-runnable-track { height: 6px; border-radius: 3px; background: linear-gradient(to right, var(--accent-edge) calc(var(--share) * 100%), var(--line) 0); }
[dir=rtl] .slider::-webkit-slider-runnable-track { background: linear-gradient(to left, var(--accent-edge) calc(var(--share) * 100%), var(--line) 0); }
.slider.open::-webkit-slider-runnable-track { background: var(--line) !important; }
.slider::-webkit-slider-thumb { appearance: none; -webkit-appearance: none; width: 24px; height: 24px; margin-top: -9px; border-radius: 50%; border: 3px solid var(--ground); background: var(--accent-edge); box-shadow: 0 0 0 1px var(--edge), 0 2px 6px rgba(10, 13, 24, .2); }
.slider.open::-webkit-slider-thumb { background: var(--ground); }
.slider::-moz-range-track { height: 6px; border-radius: 3px; background: var(--line); }
.slider::-moz-range-progress { height: 6px; border-radius: 3px; background: var(--accent-edge); }
.slider.open::-moz-range-progress { background: var(--line); }
.slider::-moz-range-thumb { width: 18px; height: 18px; border-radius: 50%; border: 3px solid var(--ground); background: var(--accent-edge); box-shadow: 0 0 0 1px var(--edge); }

.text { display: block; width: 100%; min-height: 104px; max-height: 40vh; padding: 10px 12px; resize: vertical; border: 1px solid var(--edge); border-radius: var(--radius-control); background: var(--ground); color: var(--ink); line-height: 20px; }
.text::placeholder { color: var(--ink-2); opacity: 1; }
.text:focus { outline: 2px solid var(--accent-ink); outline-offset: -1px; border-color: transparent; }
.counter { margin-top: 4px; color: var(--ink-2); font-size: 12px; line-height: 16px; text-align: end; font-variant-numeric: tabular-nums; }
.counter.over { color: var(--danger); font-weight: 600; }

.thanks { justify-items: center; text-align: center; padding: 32px 24px 28px; }
.thanks > .icon { width: 44px; height: 44px; padding: 10px; border-radius: 50%; background: var(--accent); color: var(--on-accent); stroke-width: 2.5; }
.thanks .title { margin: 0; }

@media (max-width: 479px) { .text { font-size: 16px; } .point > span { height: 44px; } }
@media (forced-colors: active) {
  .point.on > span { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  .stars .point.on .icon { fill: Highlight; }
  .choice > input, .slider { appearance: auto; -webkit-appearance: auto; }
  .choice.on { outline: 2px solid Highlight; }
  .progress > div { forced-color-adjust: none; background: Highlight; }
}
`;
