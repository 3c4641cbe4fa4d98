// One bundled file per command, so that a cron run reads one file and not a hundred. What stands behind a dynamic import
// (yaml, for instance) is in the file too, but is not evaluated before it is needed.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

// npm runs this on an install without development dependencies, too, which is no reason to let that install fail.
const esbuild = await import('esbuild').catch(error => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  process.stderr.write('esbuild is not installed, so nothing is built; "npm ci" installs it.\n')
  process.exit(0)
})

const { writePageScript } = await import('./sim/timeline/page/build.js')
await writePageScript()

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

const { outputFiles } = await esbuild.build({
  entryPoints: {
    harep: 'src/cli/main.ts',
    'harep-sim': 'sim/cli/main.ts',
    'explore-worker': 'sim/explore/worker.ts',
  },
  absWorkingDir: import.meta.dirname,
  outdir: 'dist',
  write: false,
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

// Renamed once it is whole: cron may start harep at any moment, and a build may be cut off.
mkdirSync(new URL('dist', import.meta.url), { recursive: true })
for (const { path, contents } of outputFiles) {
  const partial = `${path}.${process.pid}.tmp`
  writeFileSync(partial, contents)
  renameSync(partial, path)
}
