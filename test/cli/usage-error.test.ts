import { expect, test } from 'vitest'
import { BadArgumentError, commandLineErrorText, UsageError } from '../../src/cli/usage-error.ts'

test('a usage error is printed with a blank line and the usage text, as harep 3.0.2 does', () => {
  const error = new UsageError(["unrecognized option `-x'", "unrecognized option `-y'"])
  expect(commandLineErrorText(error, 'usage\ntext\n')).toBe(
    "Command line error: unrecognized option `-x'\nunrecognized option `-y'\n\nusage\ntext\n",
  )
})

test('a bad argument is printed alone', () => {
  expect(commandLineErrorText(new BadArgumentError('Error: no.'), 'usage\n')).toBe('Error: no.\n')
})
