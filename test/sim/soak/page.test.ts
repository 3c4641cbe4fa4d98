import { describe, expect, test } from 'vitest'
import { EMPTY_LEDGER } from '../../../sim/soak/ledger.ts'
import { ledgerPage } from '../../../sim/soak/page.ts'
import { aFinding, aLedger, aSoak } from './builders.ts'

const HOSTILE = "</pre><script>alert(1)</script>\" onload='x' &amp; \u001b[31m\u202e"

describe('the page of a ledger', () => {
  test('says each status in a word, the gravest first', () => {
    const findings = (['fixed', 'known', 'back', 'new'] as const).map(status =>
      aFinding({ key: status, status }),
    )
    const page = ledgerPage(aLedger([aSoak()], findings))
    expect(page).toContain('✘ 3 open findings.')
    const words = [...page.matchAll(/class="status">([^<]*)</g)].map(([, word]) => word)
    expect(words).toEqual(['✚ new', '↻ back again', '● known', '✔ fixed'])
  })

  test('without anything is a page, too', () => {
    expect(ledgerPage(EMPTY_LEDGER)).toContain('✔ No open finding.')
  })

  test('lets no text of a scenario or a violation become HTML', () => {
    const finding = aFinding({ what: HOSTILE, invariant: HOSTILE, scenario: `a\n${HOSTILE}`, key: HOSTILE })
    const page = ledgerPage(aLedger([aSoak({ faults: { [HOSTILE]: 1 } })], [finding]))
    expect(page).not.toContain('<script')
    expect(page).not.toMatch(/onload='/)
    expect(page).not.toMatch(/[\u001b\u202e]/)
    expect(page.match(/<pre>/g)).toHaveLength(1)
    expect(page.match(/<\/pre>/g)).toHaveLength(1)
  })

  test('needs nothing but itself', () => {
    const page = ledgerPage(aLedger([aSoak()], [aFinding()]))
    expect(page).not.toMatch(/<(script|link|img|iframe)|https?:|url\(|@import/)
  })
})
