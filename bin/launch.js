// Starts a command from its bundle in dist/. In a checkout the bundle may be missing (npm ci --ignore-scripts) or older
// than the source it was made from; then the source itself is run through tsx, so that nobody ever has to remember a
// build step, and nobody ever debugs a stale bundle.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '..')

const newestMs = folder => {
  let newest = statSync(folder).mtimeMs
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    newest = Math.max(newest, entry.isDirectory() ? newestMs(path) : statSync(path).mtimeMs)
  }
  return newest
}

/** Starts the command called `name`; `folder` holds its source (src or sim). */
export const launch = async (name, folder) => {
  const bundle = join(root, 'dist', `${name}.mjs`)
  const checkout = existsSync(join(root, 'src'))
  const folders = folder === 'src' ? ['src'] : ['src', 'sim']
  const made = existsSync(bundle) ? statSync(bundle).mtimeMs : undefined
  const sourceMs = () =>
    Math.max(statSync(join(root, 'package.json')).mtimeMs, ...folders.map(f => newestMs(join(root, f))))
  const fresh = made !== undefined && (!checkout || made >= sourceMs())
  if (!fresh) {
    const { register } = await import('tsx/esm/api')
    register()
  }
  await import(pathToFileURL(fresh ? bundle : join(root, folder, 'cli', 'main.ts')).href)
}
