// Starts a command from its bundle in dist/. In a checkout the bundle may be missing (npm ci --ignore-scripts) or older
// than the source it was made from; then the source itself is run through tsx, so that nobody ever has to remember a
// build step, and nobody ever debugs a stale bundle. This folder is CommonJS, which starts faster than modules do.
const { existsSync, readdirSync, statSync } = require('node:fs')
const { join } = require('node:path')

const root = join(__dirname, '..')

const newestMs = folder => {
  let newest = statSync(folder).mtimeMs
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    newest = Math.max(newest, entry.isDirectory() ? newestMs(path) : statSync(path).mtimeMs)
  }
  return newest
}

/** Whether the bundle holds what the source says. A published package has no source, and always a bundle. */
const isFresh = (bundle, folders) => {
  if (!existsSync(bundle)) return false
  if (!existsSync(join(root, 'src'))) return true
  const sources = folders.map(folder => newestMs(join(root, folder)))
  return statSync(bundle).mtimeMs >= Math.max(statSync(join(root, 'package.json')).mtimeMs, ...sources)
}

/**
 * Starts the command called `name`, whose source is sim/cli or src/cli. Without tsx (an install without development
 * dependencies) a stale bundle is better than none, and is said to be one.
 */
exports.launch = async (name, folder) => {
  const bundle = join(root, 'dist', `${name}.cjs`)
  if (isFresh(bundle, folder === 'src' ? ['src'] : ['src', 'sim'])) {
    require(bundle)
    return
  }
  // tsx takes what lies in $TMPDIR/tsx-UID for its own and runs it, whoever wrote it; harep runs as root.
  process.env.TSX_DISABLE_CACHE = '1'
  let register
  try {
    register = (await import('tsx/esm/api')).register
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    if (existsSync(bundle)) {
      process.stderr.write(`Warning: ${bundle} is older than the source; run "npm ci" to build it anew.\n`)
      require(bundle)
      return
    }
    process.stderr.write(
      `Error: ${name} is not built, and what builds it is not installed. Run "npm ci" in ${root}\n`,
    )
    process.exitCode = 1
    return
  }
  register()
  await import(join(root, folder, 'cli', 'main.ts'))
}
