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
    const page = ledgerPage(aLedger([aSoak()], findings), 'found')
    expect(page).toContain('✘ 3 open findings.')
    const words = [...page.matchAll(/class="status">([^<]*)</g)].map(([, word]) => word)
    expect(words).toEqual(['✚ new', '↻ back again', '● known', '✔ fixed'])
  })

  test('tells in how many scenarios a finding was, and what replays it', () => {
    const soak = aSoak({ findings: { 'holds: vm# is wrong': 1 } })
    const page = ledgerPage(aLedger([soak], [aFinding()]), 'my findings')
    expect(page).toContain('; in 1 scenario; seed 7')
    expect(page).toMatch(/<code>harep-sim replay &#39;my findings\/holds-[0-9a-f]{16}\.yaml&#39;<\/code>/)
  })

  test('without anything is a page, too', () => {
    expect(ledgerPage(EMPTY_LEDGER, 'found')).toContain('✔ No open finding.')
  })

  test('lets no text of a scenario or a violation become HTML', () => {
    const finding = aFinding({ what: HOSTILE, invariant: HOSTILE, scenario: `a\n${HOSTILE}`, key: HOSTILE })
    const page = ledgerPage(aLedger([aSoak({ faults: { [HOSTILE]: 1 } })], [finding]), 'found')
    expect(page).not.toContain('<script')
    expect(page).not.toMatch(/onload='/)
    expect(page).not.toMatch(/[\u001b\u202e]/)
    expect(page.match(/<pre>/g)).toHaveLength(1)
    expect(page.match(/<\/pre>/g)).toHaveLength(1)
  })

  test('needs nothing but itself', () => {
    const page = ledgerPage(aLedger([aSoak()], [aFinding()]), 'found')
    expect(page).not.toMatch(/<(script|link|img|iframe)|https?:|url\(|@import/)
  })
})
