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
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  minifySyntax: true,
  legalComments: 'none',
  define: { HAREP_VERSION: JSON.stringify(version) },
  // commander is CommonJS inside, and asks for node:events and others through require.
  banner: {
    js: "import { createRequire as harepRequire } from 'node:module';const require=harepRequire(import.meta.url);",
  },
  logLevel: 'warning',
})
