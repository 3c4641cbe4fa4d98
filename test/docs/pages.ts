import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')

/** Every page of the documentation, as a path from the root of the project. */
export const PAGES: readonly string[] = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => join('docs', name))
    .sort(),
]

export function readPage(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8')
}

/** What a link to a heading of a page may end in, as GitHub makes it of the heading. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#+ (?<title>.*)$/gm)].map(({ groups }) => groups?.['title'] ?? '')
  return new Set(
    headings.map(title =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

/** The calls of a command that a page shows: in blocks of code, and between backticks. `#` begins a comment. */
export function callsOf(command: string, text: string): readonly (readonly string[])[] {
  const blocks = [...text.matchAll(/^ *```sh\n(?<code>[^`]*)```/gm)].map(
    ({ groups }) => groups?.['code'] ?? '',
  )
  const indented = [...text.matchAll(/^ {4}(?<code>.*)$/gm)].map(({ groups }) => groups?.['code'] ?? '')
  const inLine = [...text.matchAll(/`(?<code>[^`\n]+)`/g)].map(({ groups }) => groups?.['code'] ?? '')
  return [...blocks.flatMap(code => code.split('\n')), ...indented, ...inLine].flatMap(call => {
    const [name, ...words] = call.trim().split(/ [#&]/)[0]?.trim().split(/\s+/) ?? []
    return name?.replace(/^bin\//, '').replace(/\.js$/, '') === command ? [words] : []
  })
}
