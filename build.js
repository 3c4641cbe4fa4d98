// One bundled file per command, so that a cron run reads one file and not a hundred. yaml and fast-check stay behind
// dynamic imports: `harep` never pays for them.
import { readFileSync } from 'node:fs'
import { build } from 'esbuild'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

await build({
  entryPoints: { harep: 'src/cli/main.ts', 'harep-sim': 'sim/cli/main.ts' },
  absWorkingDir: import.meta.dirname,
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunk-[hash]',
  bundle: true,
  splitting: true,
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
