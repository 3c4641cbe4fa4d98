// One bundled file per command, so that a cron run reads one file and not a hundred. What stands behind a dynamic import
// (yaml, for instance) is in the file too, but is not evaluated before it is needed.
import { readFileSync, rmSync } from 'node:fs'
import { build } from 'esbuild'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

rmSync(new URL('dist', import.meta.url), { recursive: true, force: true })
await build({
  entryPoints: { harep: 'src/cli/main.ts', 'harep-sim': 'sim/cli/main.ts' },
  absWorkingDir: import.meta.dirname,
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  // CommonJS starts a fifth faster than a module, and loads Node's own modules only where they are first needed.
  format: 'cjs',
  target: 'node20.19',
  minifySyntax: true,
  // Half the bytes to read at each start; identifiers stay, so that a stack trace still says something.
  minifyWhitespace: true,
  legalComments: 'none',
  define: { HAREP_VERSION: JSON.stringify(version), 'import.meta.dirname': '__dirname' },
  logLevel: 'warning',
})
