// Bundles the program of a timeline page into one file of TypeScript, which timeline-html.ts embeds: so that a page can be made
// by the bundled command, by tests and from the sources alike, always with the same bytes. `npm run build` writes it.
import { readFileSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

const target = new URL('../page-script.ts', import.meta.url)

/** The text of page-script.ts, as it should be. */
export async function pageScriptFile() {
  const { outputFiles } = await build({
    entryPoints: ['main.ts'],
    absWorkingDir: import.meta.dirname,
    write: false,
    bundle: true,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
  })
  // The paths of the sources stand there as comments. They are of no use in a page.
  const lines = outputFiles[0].text.split('\n').filter(line => !/^ *\/\/ /.test(line))
  return `// Made by sim/timeline/page/build.js from the files beside it; "npm run build" makes it anew.
export const PAGE_SCRIPT: string = ${JSON.stringify(lines, undefined, 2)}.join('\\n')
`
}

/** Writes it where it is not so already. */
export async function writePageScript() {
  const text = await pageScriptFile()
  if (readFileSync(target, 'utf8') !== text) writeFileSync(target, text)
}
