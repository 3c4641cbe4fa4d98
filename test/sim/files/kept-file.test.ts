import { execFileSync } from 'node:child_process'
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readKept, whyNotKept, writeKept } from '../../../sim/files/kept-file.ts'
import { scratchFolder } from '../cli/fixture.ts'

describe('a symbolic link stays, and its target is replaced', () => {
  test.each([
    ['to a file', true],
    ['to nothing yet', false],
  ])('%s', (_, isThere) => {
    const folder = scratchFolder()
    mkdirSync(join(folder, 'deep'))
    if (isThere) writeFileSync(join(folder, 'deep', 'target'), 'old')
    symlinkSync('deep/target', join(folder, 'link'))
    symlinkSync('link', join(folder, 'another'))
    expect(whyNotKept(join(folder, 'another'))).toBeUndefined()
    expect(writeKept(join(folder, 'another'), 'new')).toBeUndefined()
    expect(readlinkSync(join(folder, 'another'))).toBe('link')
    expect(readlinkSync(join(folder, 'link'))).toBe('deep/target')
    expect(readFileSync(join(folder, 'deep', 'target'), 'utf8')).toBe('new')
    expect(readdirSync(join(folder, 'deep'))).toEqual(['target'])
    expect(readdirSync(folder).toSorted()).toEqual(['another', 'deep', 'link'])
  })
})

test('links in a circle are refused', () => {
  const folder = scratchFolder()
  symlinkSync('a', join(folder, 'b'))
  symlinkSync('b', join(folder, 'a'))
  expect(writeKept(join(folder, 'a'), 'x')).toMatch(/cannot be written \(ELOOP\)/)
})

describe('what is no regular file is neither read nor replaced', () => {
  test('a pipe', () => {
    const pipe = join(scratchFolder(), 'pipe')
    execFileSync('mkfifo', [pipe])
    expect(readKept(pipe, 10)).toEqual({ kind: 'trouble', why: expect.stringMatching(/^is a pipe/) })
    expect(whyNotKept(pipe)).toMatch(/^is a pipe/)
    expect(writeKept(pipe, 'x')).toMatch(/^is a pipe/)
    expect(lstatSync(pipe).isFIFO()).toBe(true)
  })

  test('a device, also behind a link', () => {
    const link = join(scratchFolder(), 'link')
    symlinkSync('/dev/full', link)
    expect(readKept(link, 10)).toEqual({ kind: 'trouble', why: expect.stringMatching(/^is a device/) })
    expect(writeKept(link, 'x')).toMatch(/^is a device/)
    expect(lstatSync('/dev/full').isCharacterDevice()).toBe(true)
  })

  test('a directory', () => {
    const folder = scratchFolder()
    expect(writeKept(folder, 'x')).toMatch(/^is a directory/)
    expect(readdirSync(folder)).toEqual([])
  })
})

test('what is too large is not read', () => {
  const file = join(scratchFolder(), 'file')
  writeFileSync(file, 'eleven more')
  expect(readKept(file, 10)).toEqual({ kind: 'trouble', why: expect.stringContaining('more than 10 bytes') })
  expect(readKept(file, 11)).toEqual({ kind: 'text', text: 'eleven more' })
  expect(readKept(`${file}.none`, 10)).toEqual({ kind: 'none' })
})

test('a rename that fails leaves nothing beside the file', () => {
  const folder = scratchFolder()
  // Too long once the name of the partial file is behind it, and then for the file itself.
  for (const length of [250, 300])
    expect(writeKept(join(folder, 'x'.repeat(length)), 'x')).toMatch(/ENAMETOOLONG/)
  expect(readdirSync(folder)).toEqual([])
})
