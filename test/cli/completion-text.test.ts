import { expect, test } from 'vitest'
import { completionText } from '../../src/cli/completion-text.ts'

// Oracle case help_completion: the whole output of harep 3.0.2 --help-completion.
const ORIGINAL = `-L,--luxi file
--job-delay float
--reason none
--dry-run none
-V,--version none
-h,--help none
--help-completion none
`

test("the original's lines come first, byte for byte, then ours", () => {
  expect(completionText()).toBe(`${ORIGINAL}--classic none\n`)
})
