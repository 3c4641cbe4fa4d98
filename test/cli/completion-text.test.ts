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
  expect(completionText()).toBe(`${ORIGINAL}--classic none
--settle-time integer
--max-offline integer
--max-stop integer
--wait integer
-G,--group onegroup
--node onenode
--instance-tags string
--select-instances manyinstances
--exclude-instances manyinstances
-q,--quiet none
-v,--verbose none
--output choices=text,json
-o,--fields string
--no-headers none
--separator string
--all none
`)
})
