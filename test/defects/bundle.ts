import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { type Defect, planted } from './defect.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** The code of hunt.ts with all that it needs, for a thread; with the defect in it, if one is given. */
export async function bundleHunt(defect?: Defect): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'hunt.ts')],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    define: { HAREP_VERSION: '"0.0.0"', 'import.meta.dirname': '__dirname' },
    logLevel: 'error',
    plugins: defect === undefined ? [] : [planting(defect)],
  })
  const [output] = outputFiles
  if (output === undefined) throw new RangeError('nothing was bundled')
  return output.text
}

function planting(defect: Defect) {
  const path = join(ROOT, defect.file)
  return {
    name: `plant ${defect.name}`,
    setup({ onLoad }: { onLoad: import('esbuild').PluginBuild['onLoad'] }) {
      onLoad({ filter: /\.ts$/ }, args =>
        args.path === path
          ? { contents: planted(defect, readFileSync(path, 'utf8')), loader: 'ts' }
          : undefined,
      )
    },
  }
}
