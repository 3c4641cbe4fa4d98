/** The style of the page: the reader's own fonts, light or dark as the browser is, nothing told by colour alone. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: light-dark(#c9ced6, #454b55); --soft: light-dark(#f3f5f8, #22262c);
  --bad: light-dark(#a11212, #ff9c94); --good: light-dark(#17642c, #86d99b); --dim: light-dark(#555c66, #a9b0ba); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; padding: 0 1rem; max-width: 72rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; } .dim { color: var(--dim); }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; margin: 1rem 0; }
dl div { border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .75rem; background: var(--soft); }
dt { color: var(--dim); font-size: .85rem; } dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
article { border: 1px solid var(--line); border-left-width: .4rem; border-radius: .4rem; padding: .6rem .9rem; margin: .6rem 0; }
article.open { border-left-color: var(--bad); } article.fixed { border-left-color: var(--good); }
.status { font-weight: 700; } .open .status { color: var(--bad); } .fixed .status { color: var(--good); }
.what { overflow-wrap: anywhere; } pre { overflow-x: auto; background: var(--soft); padding: .6rem; border-radius: .4rem; font-size: .85rem; }
code { overflow-wrap: anywhere; } summary { cursor: pointer; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid var(--line); } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
`
