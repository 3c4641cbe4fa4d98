import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Running, scratchFolder, untilGone } from './fixture.ts'

function startDemo() {
  const folder = scratchFolder()
  const demo = new Running('harep-sim.js', ['demo'], { TMPDIR: folder, NO_COLOR: '1', HTOOLS: 'hbal' })
  return { folder, demo }
}

/** What the demo left in the folder of temporary files: not even a cache of tsx may be there, whose owner nobody checks. */
function leftIn(folder: string): readonly string[] {
  return readdirSync(folder)
}

// Longer than the demo gives itself, so that it is the demo's own limit that ends one that hangs.
describe('harep-sim demo', { timeout: 150_000 }, () => {
  test('heals what it should, says so on a page, and leaves nothing behind', async () => {
    const { folder, demo } = startDemo()
    const { code, out, err } = await demo.ended
    expect(err).toBe('')
    expect(out).toMatch(/\n\d+ of \d+ healed[ ;.]/)
    expect(out).not.toContain('it should be')
    expect(code).toBe(0)
    const lines = out.split('\n')
    expect(lines.length).toBeLessThanOrEqual(100)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
    expect(out).not.toContain('\u001b')
    expect(leftIn(folder)).toEqual([])
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends it and all that it started', async (signal, expected) => {
    const { folder, demo } = startDemo()
    await demo.says('An admin marks')
    const children = demo.children()
    expect(children.length).toBeGreaterThan(0)
    demo.process.kill(signal)
    expect((await demo.ended).code).toBe(expected)
    for (const pid of children) await untilGone(pid)
    expect(leftIn(folder)).toEqual([])
  })

  test('says so where there is no folder for temporary files', async () => {
    const demo = new Running('harep-sim.js', ['demo'], { TMPDIR: '/nonexistent' })
    const { code, err } = await demo.ended
    expect(code).toBe(2)
    expect(err).toMatch(/^Error: The demo needs a folder .* Set TMPDIR to one\.\n$/)
  })

  test('its server ends with it, even when it is killed', async () => {
    const { demo } = startDemo()
    await demo.says('An admin marks')
    const children = demo.children()
    demo.process.kill('SIGKILL')
    for (const pid of children) await untilGone(pid)
  })
})
