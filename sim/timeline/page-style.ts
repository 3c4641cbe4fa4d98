/**
 * The style of a timeline page, light and dark. Colours differ in lightness, too, and every difference that they show is also one
 * of shape, hatching or text.
 */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --text: #1c2024; --faint: #5b646d; --line: #e3e6ea; --band: #eef1f4; --accent: #0b57d0;
  --good-ink: #1d6f42; --good-fill: #cdebd8; --bad-ink: #a3201a; --bad-fill: #ffd2ce;
  --waiting-ink: #7a5200; --waiting-fill: #ffe6ae; --neutral-ink: #47525d; --neutral-fill: #d9dfe5;
  --fault-ink: #6a2a86; --fault-fill: #ecd6f5; --violation-ink: #c4001d; --violation-fill: #ffb3bd;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15181c; --text: #e9ecef; --faint: #a3adb7; --line: #2a3037; --band: #20252b; --accent: #8ab4f8;
    --good-ink: #6fd39a; --good-fill: #1d4a32; --bad-ink: #ff8f87; --bad-fill: #66211d;
    --waiting-ink: #f0c05a; --waiting-fill: #564013; --neutral-ink: #b0bac4; --neutral-fill: #3b444d;
    --fault-ink: #d8a1ee; --fault-fill: #4c2560; --violation-ink: #ff5c73; --violation-fill: #7a0f22;
  }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 12px 16px; background: var(--ground); color: var(--text); font: 14px/1.45 system-ui, sans-serif; }
h1 { font-size: 19px; margin: 0 0 2px; overflow-wrap: anywhere; }
h2 { font-size: 15px; margin: 0 0 4px; overflow-wrap: anywhere; }
p { margin: 0 0 6px; }
header p, .hint, #table-count { color: var(--faint); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
form, .bar { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; margin: 8px 0; }
input, select, button { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--faint); border-radius: 4px; padding: 2px 7px; max-width: 15em; }
button { cursor: pointer; } button:hover { background: var(--band); } button:disabled { opacity: .45; cursor: default; }
fieldset { border: 0; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 2px 10px; }
legend { float: left; padding: 0; margin-right: 8px; color: var(--faint); }
.alarm { border: 2px solid var(--violation-ink); border-left-width: 10px; padding: 6px 10px; margin: 8px 0; }
.alarm ul { margin: 0; padding-left: 18px; }
.view { display: flex; gap: 12px; align-items: stretch; }
#scroller { position: relative; flex: 1 1 auto; min-width: 0; height: min(72vh, 900px); min-height: 340px; overflow: hidden auto; border: 1px solid var(--line); }
#canvas { position: sticky; top: 0; display: block; touch-action: none; }
#canvas:focus-visible { outline-offset: -2px; }
#details { flex: 0 0 330px; max-height: min(72vh, 900px); overflow: auto; border: 1px solid var(--line); padding: 8px 10px; }
#details ol { padding-left: 0; list-style: none; margin: 6px 0 0; }
#details li { border-top: 1px solid var(--line); padding: 3px 0; overflow-wrap: anywhere; }
time, table { font-variant-numeric: tabular-nums; } #details time { color: var(--faint); }
#tip { position: absolute; z-index: 2; max-width: 460px; background: var(--ground); border: 1px solid var(--faint); border-radius: 4px; padding: 5px 8px; pointer-events: none; box-shadow: 0 2px 8px #0004; overflow-wrap: anywhere; }
#tip[hidden] { display: none; } #tip p { margin: 2px 0 0; }
#canvas-box { position: sticky; top: 0; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--faint); padding: 4px 0; }
th, td { text-align: left; vertical-align: top; padding: 2px 10px 2px 0; border-top: 1px solid var(--line); font-weight: normal; }
td:last-child { overflow-wrap: anywhere; } section:has(> table), .pair > div { overflow-x: auto; }
thead th { font-weight: 600; } tbody th { white-space: nowrap; color: var(--faint); }
tr.violation td, li.violation { font-weight: 700; }
tr.violation td:last-child::before, li.violation::before { content: "! "; color: var(--violation-ink); }
tr.differs { background: var(--waiting-fill); font-weight: 600; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 16px; } .pair > div { min-width: 0; }
summary { cursor: pointer; } .signs { display: flex; flex-wrap: wrap; gap: 2px 18px; padding: 0; margin: 4px 0; list-style: none; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 900px) { .view { flex-direction: column; } #details { flex-basis: auto; } .pair { grid-template-columns: 1fr; } }
@media (forced-colors: active) { #scroller { forced-color-adjust: none; } }
`
