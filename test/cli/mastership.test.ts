import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { isSameMachine, readMastership } from '../../src/cli/mastership.ts'
import { parsedOutput } from '../report/output-schemas.ts'
import { harep } from './harep-in-process.ts'
import { served } from './served.ts'

/** A root directory in which Ganeti's own file names this master; undefined: no such file. */
function rootWith(master: string | undefined, socket?: string): string {
  const root = mkdtempSync(join(tmpdir(), 'harep-test-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  mkdirSync(join(root, 'var/lib/ganeti'), { recursive: true })
  mkdirSync(join(root, 'var/run/ganeti/socket'), { recursive: true })
  if (master !== undefined) writeFileSync(join(root, 'var/lib/ganeti/ssconf_master_node'), master)
  if (socket !== undefined) symlinkSync(socket, join(root, 'var/run/ganeti/socket/ganeti-query'))
  return root
}

const environment = (root: string, hostname?: string) => ({
  GANETI_ROOTDIR: root,
  GANETI_HOSTNAME: hostname,
  HTOOLS: undefined,
})

const ELSEWHERE = 'node1.no-such-machine.invalid\n'

describe('who is master', () => {
  test.each([
    ['node1.example.com', 'node1.example.com', true],
    ['Node1.Example.com', 'node1.example.COM', true],
    ['node1', 'node1.example.com', true],
    ['node1.example.com', 'node1', true],
    ['node1.example.com', 'node1.example.org', false],
    ['node1', 'node10.example.com', false],
    ['', 'node1', false],
  ])('%j and %j: %j', (a, b, same) => {
    expect(isSameMachine(a, b)).toBe(same)
    expect(isSameMachine(b, a)).toBe(same)
  })

  test('is read from the file below the root directory', () => {
    expect(readMastership(environment(rootWith(`${hostname()}\n`)))).toEqual({ kind: 'master' })
    expect(readMastership(environment(rootWith(ELSEWHERE)))).toEqual({
      kind: 'other',
      master: ELSEWHERE.trim(),
    })
  })

  test("in a test cluster of several nodes on one machine, Ganeti's own variable says which one this is", () => {
    const root = rootWith('node1.example.com')
    expect(readMastership(environment(root, 'node1.example.com'))).toEqual({ kind: 'master' })
    expect(readMastership(environment(rootWith(hostname()), 'node2.example.com'))).toMatchObject({
      kind: 'other',
    })
  })

  test.each([undefined, '', '\n'])('cannot be known where it says %j', content => {
    expect(readMastership(environment(rootWith(content)))).toEqual({ kind: 'unknown' })
  })
})

describe('a run on another machine', () => {
  test('does nothing, says why, and ends with 0', async () => {
    const GANETI_ROOTDIR = rootWith(ELSEWHERE)
    expect(await harep([], { GANETI_ROOTDIR })).toEqual({
      code: 0,
      out: 'This machine is not the master, node1.no-such-machine.invalid is, so there is nothing to do here.\n',
      err: '',
    })
    expect(await harep(['-q'], { GANETI_ROOTDIR })).toEqual({ code: 0, out: '', err: '' })
    const { out } = await harep(['--output=json'], { GANETI_ROOTDIR })
    expect(parsedOutput(out)).toMatchObject({ outcome: 'not-master', exitCode: 0, counts: null })
  })

  test('goes on where a socket is named, and with --classic, which knows no such check', async () => {
    const { path } = await served()
    const GANETI_ROOTDIR = rootWith(ELSEWHERE, path)
    expect(await harep([`-L${path}`], { GANETI_ROOTDIR })).toMatchObject({ code: 0, err: '' })
    expect((await harep(['--classic'], { GANETI_ROOTDIR })).out).toContain('Healthy: 2')
  })

  test.each([[['status']], [['explain', 'web1']], [['clear', 'web1']]])(
    '%j is an error there',
    async argv => {
      expect(await harep(argv, { GANETI_ROOTDIR: rootWith(ELSEWHERE) })).toEqual({
        code: 1,
        out: '',
        err: 'Error: this machine is not the master: ask node1.no-such-machine.invalid\n',
      })
    },
  )
})

describe('on the master', () => {
  test('a run goes on', async () => {
    const { path } = await served()
    const { code, out } = await harep([], { GANETI_ROOTDIR: rootWith(hostname(), path) })
    expect({ code, counted: out.includes('Healthy: 2') }).toEqual({ code: 0, counted: true })
  })

  test.each([[[]], [['status']], [['explain', 'web1']], [['clear', 'web1', '--dry-run']]])(
    'a missing socket is an error that says what is odd: %j',
    async argv => {
      const { code, out, err } = await harep(argv, { GANETI_ROOTDIR: rootWith(hostname()) })
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(err).toMatch(
        /^Error: this machine is the master of its cluster, and yet luxid cannot be reached: .*there is no Luxi socket/,
      )
    },
  )
})

test('a file that is no usual one is not waited for', () => {
  const root = mkdtempSync(join(tmpdir(), 'harep-test-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  mkdirSync(join(root, 'var/lib/ganeti/ssconf_master_node'), { recursive: true })
  expect(readMastership(environment(root))).toEqual({ kind: 'unknown' })
})
