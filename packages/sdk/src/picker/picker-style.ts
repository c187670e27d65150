export const pickerStyle = `
.picker-frame{position:fixed;z-index:2147483646;pointer-events:none;border:2px solid #5251db;border-radius:4px;background:rgba(82,81,219,.12);box-sizing:border-box}
.picker-frame[hidden]{display:none}
.picker-bar{position:fixed;z-index:2147483647;left:50%;bottom:16px;transform:translateX(-50%);display:flex;align-items:center;max-width:calc(100vw - 32px);box-sizing:border-box;padding:8px 8px 8px 16px;border-radius:12px;background:#151924;color:#fff;font:13px/20px system-ui,sans-serif;box-shadow:0 8px 30px rgba(0,0,0,.35)}
.picker-words{margin:0 12px 0 0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:#fff}
.picker-end{flex:none;min-height:28px;padding:3px 12px;border:1px solid rgba(255,255,255,.35);border-radius:7px;background:transparent;color:#fff;font:inherit;cursor:pointer}
.picker-end:focus-visible{outline:2px solid #9398ff;outline-offset:2px}
`;
