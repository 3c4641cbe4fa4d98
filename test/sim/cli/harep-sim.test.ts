import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { LuxiServer } from '../../../sim/luxi-server/luxi-server.ts'
import { runHarepSim, scratchFolder } from './fixture.ts'

async function run(...argv: readonly string[]) {
  return await runHarepSim(argv)
}

describe('help and version', () => {
  test('--version is one line', async () => {
    const version = { code: 0, out: 'harep-sim 1.2.3\n', err: '' }
    expect(await run('--version')).toEqual(version)
    expect(await run('-V')).toEqual(version)
  })

  test('--help names the commands and the exit codes, each command its options', async () => {
    const { code, out, err } = await run('--help')
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^Usage: harep-sim /)
    for (const word of ['serve', 'demo', 'Exit status: 0']) expect(out).toContain(word)
    const { out: serveHelp } = await run('serve', '--help')
    for (const word of ['[cluster-file]', '--socket <path>', '--time-scale', '--seed', '--power-off']) {
      expect(serveHelp).toContain(word)
    }
    for (const name of ['explore', 'exhaust'])
      expect((await run(name, '--help')).out).toMatch(/\(default:\s+1\/1\)/)
    expect((await run('demo', '-h')).out).toMatch(/^Usage: harep-sim demo /)
  })
})

describe('a command line that is no use ends with 2, tells on stderr and does nothing', () => {
  test.each<[readonly string[], RegExp]>([
    [[], /^Usage: harep-sim/],
    [['serv'], /^Error: unknown command 'serv'\n\(Did you mean serve\?\)\nSee harep-sim --help\.\n$/],
    [['--bogus'], /^Error: unknown option '--bogus'/],
    [['serve'], /^Error: required option '--socket <path>' not specified/],
    [['serve', '--socket'], /^Error: option '--socket <path>' argument missing/],
    [['serve', '--socket', 'x', '--time-scal', '2'], /Did you mean --time-scale\?/],
    [
      ['serve', '--socket', 'x', '--time-scale', '0'],
      /'0' is invalid\. It must be a number from 0\.01 to 1000\./,
    ],
    [['serve', '--socket', 'x', '--time-scale', '1e9'], /is invalid/],
    [['serve', '--socket', 'x', '--time-scale', 'NaN'], /is invalid/],
    [['serve', '--socket', 'x', '--seed', '-1'], /It must be a whole number from 0/],
    [['serve', '--socket', 'x', '--seed', '1.5'], /is invalid/],
    [['serve', 'one', 'two', '--socket', 'x'], /^Error: too many arguments/],
    [['demo', 'now'], /^Error: too many arguments/],
    [['--\u001b[31m'], /^Error: unknown option '--\\x1b\[31m'/],
  ])('%j', async (argv, message) => {
    const { code, out, err } = await run(...argv)
    expect(err).toMatch(message)
    expect([code, out]).toEqual([2, ''])
  })
})

describe('serve that cannot begin ends with 2 and says why', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ['that is no cluster', 'just: text\n', /^Error: .*cluster\.yaml:\d+:\d+: /],
    ['that is no YAML', 'a: [\n', /^Error: .*cluster\.yaml:\d+:\d+: /],
    ['that is no text', new Uint8Array([0xff, 0xfe]), /^Error: The cluster file '.*' is no text in UTF-8/],
  ])('a file %s', async (_name, content, message) => {
    const folder = scratchFolder()
    const file = join(folder, 'cluster.yaml')
    writeFileSync(file, content)
    const { code, out, err } = await run('serve', file, '--socket', join(folder, 'luxi'))
    expect(err).toMatch(message)
    expect([code, out]).toEqual([2, ''])
    expect(existsSync(join(folder, 'luxi'))).toBe(false)
  })

  test('no file, or a directory', async () => {
    const folder = scratchFolder()
    const missing = await run('serve', join(folder, 'none.yaml'), '--socket', join(folder, 'luxi'))
    expect(missing.err).toMatch(/^Error: There is no cluster file '.*none\.yaml'\. Name one, or none/)
    const directory = await run('serve', folder, '--socket', join(folder, 'luxi'))
    expect(directory.err).toMatch(/^Error: The cluster file '.*' is a directory/)
    expect([missing.code, directory.code]).toEqual([2, 2])
  })

  test('a file without end is not read to its end', async () => {
    const { code, out, err } = await run('serve', '/dev/zero', '--socket', join(scratchFolder(), 'luxi'))
    expect(err).toMatch(
      /^Error: The cluster file '\/dev\/zero' has more than \d+ bytes, which are not read\./,
    )
    expect([code, out]).toEqual([2, ''])
  })

  test('an unknown node', async () => {
    const { code, err } = await run(
      'serve',
      '--socket',
      join(scratchFolder(), 'luxi'),
      '--power-off',
      'nodeX',
    )
    expect(err).toMatch(
      /^Error: --power-off names a node that the cluster does not have: nodeX\. It has node1, /,
    )
    expect(code).toBe(2)
  })

  test('a socket that is in use', async () => {
    const path = join(scratchFolder(), 'luxi')
    const service = { handle: () => {}, unparsable: () => ({ success: false, result: '', close: true }) }
    const server = await LuxiServer.listen({ path, service, onDefect: () => {} })
    onTestFinished(() => server.close())
    const { code, out, err } = await run('serve', '--socket', path)
    expect(err).toBe(
      `Error: Another server listens on the socket '${path}'. Stop it, or name another path.\n`,
    )
    expect([code, out]).toEqual([2, ''])
    expect(existsSync(path)).toBe(true)
  })
})
