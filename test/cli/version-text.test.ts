import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readPlatform } from '../../src/cli/ports.ts'
import { version } from '../../src/cli/version.ts'
import { versionText } from '../../src/cli/version-text.ts'

test('the first line is the one that scripts read', () => {
  const text = versionText('1.2.3', { nodeVersion: '20.19.0', system: 'linux', architecture: 'x64' })
  expect(text).toBe('harep (ganeti) version 1.2.3\nrunning on node 20.19.0, linux x64\n')
})

test('the platform is this one', () => {
  expect(`v${readPlatform().nodeVersion}`).toBe(process.version)
  expect(readPlatform()).toMatchObject({ system: process.platform, architecture: process.arch })
})

test('from source, the version is that of package.json', () => {
  const content: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(content).toMatchObject({ version })
  expect(version).toMatch(/^\d+\.\d+\.\d+/)
})
