import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')

/** A checkout without a bundle, and a folder for temporary files. */
function checkout({ installed }: { readonly installed: boolean }) {
  const folder = mkdtempSync(join(tmpdir(), 'harep-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [root, temporary] = [join(folder, 'checkout'), join(folder, 'tmp')]
  for (const name of ['bin', 'src', 'package.json', 'build.js'])
    cpSync(join(ROOT, name), join(root, name), { recursive: true })
  if (installed) symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  mkdirSync(temporary)
  return { root, temporary }
}

function run(root: string, TMPDIR: string, ...args: string[]) {
  return new Promise<{ readonly code: unknown; readonly out: string; readonly err: string }>(resolve => {
    const options = { env: { ...process.env, TMPDIR } }
    execFile(process.execPath, args.with(0, join(root, args[0] ?? '')), options, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    )
  })
}

describe('a checkout without a bundle', () => {
  test('runs the source, and takes nothing from the folder of temporary files, which anybody may write', async () => {
    const { root, temporary } = checkout({ installed: true })
    const { code, out, err } = await run(root, temporary, 'bin/harep.js', '--version')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('harep (ganeti) version')
    expect(readdirSync(temporary)).toEqual([])
  })

  test('that is not installed says what to do', async () => {
    const { root, temporary } = checkout({ installed: false })
    const { code, out, err } = await run(root, temporary, 'bin/harep.js', '--version')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^Error: .* Run "npm ci" in .*\n$/)
  })
})

test('a stale bundle runs, with a warning, where nothing is installed that could build it', async () => {
  const { root, temporary } = checkout({ installed: false })
  mkdirSync(join(root, 'dist'))
  const bundle = join(root, 'dist', 'harep.cjs')
  writeFileSync(bundle, "console.log('the bundle')")
  utimesSync(bundle, 0, 0)
  const { code, out, err } = await run(root, temporary, 'bin/harep.js', '--version')
  expect({ code, out }).toEqual({ code: 0, out: 'the bundle\n' })
  expect(err).toMatch(/^Warning: .* is older than the source; run "npm ci" .*\n$/)
})

test('an install without esbuild builds nothing, and does not fail', async () => {
  const { root, temporary } = checkout({ installed: false })
  const { code, err } = await run(root, temporary, 'build.js')
  expect(code).toBe(0)
  expect(err).toContain('esbuild is not installed')
})

test('a build leaves whole bundles and nothing else', async () => {
  const { root, temporary } = checkout({ installed: true })
  cpSync(join(ROOT, 'sim'), join(root, 'sim'), { recursive: true })
  expect((await run(root, temporary, 'build.js')).code).toBe(0)
  expect(readdirSync(join(root, 'dist')).sort()).toEqual(['explore-worker.cjs', 'harep-sim.cjs', 'harep.cjs'])
})
