import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ClusterFileError } from '../../../sim/cluster-file/cluster-file-error.ts'
import { generateScenario } from '../../../sim/generate/generate-scenario.ts'
import { formatScenario } from '../../../sim/scenario/format-scenario.ts'
import { parseScenario } from '../../../sim/scenario/parse-scenario.ts'
import { ScenarioFileError } from '../../../sim/scenario/scenario-file-error.ts'

/** A scenario file with pieces of it left out, doubled, or replaced by what does not belong there. */
const damaged = fc
  .record({
    seed: fc.nat({ max: 5_000 }),
    cuts: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.nat({ max: 30 }),
        by: fc.oneof(
          fc.constantFrom(
            '',
            '{',
            '}',
            '[',
            '- ',
            ': ',
            '&a *a',
            '\n',
            'null',
            '-1',
            '1e999',
            '"',
            '__proto__: ',
          ),
          fc.string({ unit: 'binary', maxLength: 8 }),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ seed, cuts }) =>
    cuts.reduce(
      (text, { at, length, by }) => {
        const start = Math.floor(at * text.length)
        return text.slice(0, start) + by + text.slice(start + length)
      },
      formatScenario(generateScenario(seed)),
    ),
  )

test('whatever a text is, it is a scenario, or the error says where it is none and fits on a line', () => {
  fc.assert(
    fc.property(fc.oneof(damaged, fc.string({ unit: 'binary' })), text => {
      try {
        parseScenario(text, 'my.yaml')
      } catch (error) {
        expect([ScenarioFileError, ClusterFileError]).toContain(error instanceof Error && error.constructor)
        const { message } = error as Error
        expect(message).toMatch(/^my\.yaml:\d+:\d+: /)
        expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
        expect(message.length).toBeLessThan(1_500)
      }
    }),
    { numRuns: 500, seed: 7 },
  )
})

test('whatever is written in words is read as the same words', () => {
  const scenario = generateScenario(1)
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), description => {
      const told = { ...scenario, description, lastsSeconds: 5_400.25, expect: { repairs: [] } }
      expect(parseScenario(formatScenario(told), 'my.yaml')).toStrictEqual(told)
    }),
    { numRuns: 200, seed: 7 },
  )
})
