import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseCommandLine } from '../../src/cli/command-line.ts'
import { anchorsOf, callsOf, PAGES, ROOT, readPage } from './pages.ts'

const ENVIRONMENT = { GANETI_ROOTDIR: undefined, HTOOLS: undefined }

describe.each(PAGES)('%s', page => {
  const text = readPage(page)

  test('has no link that leads nowhere', () => {
    const links = [...text.matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(
      ({ groups }) => groups?.['target'] ?? '',
    )
    const dead = links.filter(link => {
      if (/^https?:/.test(link)) return false
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(ROOT, target))) return true
      return anchor !== undefined && !anchorsOf(readPage(target)).has(anchor)
    })
    expect(dead).toEqual([])
  })

  test('shows no call of harep that harep does not understand', () => {
    for (const words of callsOf('harep', text)) {
      // A synopsis is no call, nor is a command that a sentence only names.
      if (words.some(word => /[[\]|()]|\.\.\./.test(word)) || /^(clear|explain)$/.test(words.join(' ')))
        continue
      expect(() => parseCommandLine(words, ENVIRONMENT), words.join(' ')).not.toThrow()
    }
  })
})

describe('callsOf', () => {
  test('finds calls in sentences and in code', () => {
    const text =
      'Say `harep status --all`, or\n\n    harep clear web1   # later\n\nand harep else.\n```sh\nbin/harep.js -q\n```\n'
    expect(callsOf('harep', text)).toEqual([['-q'], ['clear', 'web1'], ['status', '--all']])
  })
})
