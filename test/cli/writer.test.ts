import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { type OutputStream, streamWriter } from '../../src/cli/writer.ts'

/** A stream that keeps what is written, until `fail` is set. */
const memory = () => {
  const written: string[] = []
  let failure: Error | undefined
  const stream = new Writable({
    decodeStrings: false,
    autoDestroy: false,
    write: (chunk: string, _encoding, done) => {
      if (failure === undefined) {
        written.push(chunk)
      }
      done(failure)
    },
  })
  const fail = (code: string) => {
    failure = Object.assign(new Error(`write ${code}`), { code })
  }
  return { stream, written, fail }
}

const thrower: OutputStream = {
  write: () => {
    throw Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' })
  },
  on: () => {},
}

const tick = () => new Promise(resolve => setImmediate(resolve))

describe('streamWriter', () => {
  test('writes each text to its stream, as it is', () => {
    const [stdout, stderr] = [memory(), memory()]
    const writer = streamWriter(stdout.stream, stderr.stream, () => {})
    writer.out('one\n')
    writer.err('two\n')
    writer.out('three')
    expect([stdout.written, stderr.written]).toEqual([['one\n', 'three'], ['two\n']])
  })

  test('a reader that has left is no error, and nothing more is written to it', async () => {
    const [stdout, stderr] = [memory(), memory()]
    const lost: unknown[] = []
    const writer = streamWriter(stdout.stream, stderr.stream, error => lost.push(error))
    stdout.fail('EPIPE')
    writer.out('one')
    await tick()
    writer.out('two')
    writer.err('still told')
    expect([lost, stdout.written, stderr.written]).toEqual([[], [], ['still told']])
  })

  test('any other failure is told once', async () => {
    const [stdout, stderr] = [memory(), memory()]
    const lost: unknown[] = []
    const writer = streamWriter(stdout.stream, stderr.stream, error => lost.push(error))
    stdout.fail('ENOSPC')
    writer.out('one')
    writer.out('two')
    await tick()
    writer.out('three')
    expect(lost).toEqual([expect.objectContaining({ code: 'ENOSPC' })])
  })

  test('so is one that the stream throws', () => {
    const lost: unknown[] = []
    const writer = streamWriter(thrower, memory().stream, error => lost.push(error))
    writer.out('one')
    writer.out('two')
    expect(lost).toEqual([expect.objectContaining({ code: 'ENOSPC' })])
  })

  test('failures of standard error are dropped', async () => {
    const [stdout, stderr] = [memory(), memory()]
    const lost: unknown[] = []
    const writer = streamWriter(stdout.stream, stderr.stream, error => lost.push(error))
    stderr.fail('EIO')
    writer.err('one')
    await tick()
    writer.out('goes on')
    streamWriter(stdout.stream, thrower, error => lost.push(error)).err('two')
    expect([lost, stdout.written]).toEqual([[], ['goes on']])
  })
})

// What pipes and a full disk do cannot be seen in process: these start a program that prints and ends as harep does.
describe('processWriter in a process of its own', () => {
  const program = (body: string) =>
    `import { processWriter } from './src/cli/writer.ts'; const writer = processWriter(); ${body}`
  const shell = (body: string, redirection: string) =>
    spawnSync(
      'bash',
      ['-c', `"$0" --import tsx --input-type=module -e "$1" ${redirection}`, process.execPath, program(body)],
      {
        encoding: 'utf8',
      },
    )

  test('a pipe gets all of a long text though its reader is slow', () => {
    const { stdout } = shell(
      "writer.out('x'.repeat(3_000_000)); writer.out('end'); process.exitCode = 3",
      '| (sleep 0.5; tail -c 5); echo " $PIPESTATUS"',
    )
    expect(stdout).toBe('xxend 3\n')
  })

  test.each([0, 3])(
    'harep | head -1 gets its line, ends with the exit code of the run (%d) and is silent',
    code => {
      const { stdout, stderr } = shell(
        `for (let i = 0; i < 200_000; i++) writer.out('line ' + i + '\\n');
       setTimeout(() => { writer.out('late\\n'); process.exitCode = ${code} }, 100)`,
        '| head -1; echo "$PIPESTATUS"',
      )
      expect([stdout, stderr]).toEqual([`line 0\n${code}\n`, ''])
    },
  )

  test.skipIf(!existsSync('/dev/full')).each([
    [0, 1],
    [2, 2],
  ])('a full disk is told on stderr; an exit code of %d becomes %d', (code, seen) => {
    const { stdout, stderr } = shell(
      `writer.out('lost\\n'); process.exitCode = ${code}`,
      '> /dev/full; echo $?',
    )
    expect(stdout).toBe(`${seen}\n`)
    expect(stderr).toMatch(/^Error: cannot write to standard output: ENOSPC: .*\n$/)
  })

  test('output that is closed from the start is dropped', () => {
    const { stdout, stderr } = shell(
      "writer.out('a\\n'); writer.err('b\\n'); process.exitCode = 3",
      '>&- 2>&-; echo $?',
    )
    expect([stdout, stderr]).toEqual(['3\n', ''])
  })
})
